//! Guests with names people have.

use super::chance::Chance;

/// Where a guest comes from.
struct Country {
    code: &'static str,
    language: &'static str,
    calling: &'static str,
    first: [&'static str; 8],
    last: [&'static str; 10],
}

/// A guest's name and addresses.
pub(super) struct Person {
    pub name: String,
    pub email: String,
    pub phone: String,
    pub country: &'static str,
    pub language: &'static str,
}

/// Somebody; `number` tells people of the same name apart.
pub(super) fn somebody(chance: &mut Chance, at_home: &str, number: usize) -> Person {
    // A third of the guests live in the hotel's country, the others anywhere.
    let home = COUNTRIES.iter().find(|country| country.code == at_home);
    let country = match home {
        Some(home) if chance.permille(330) => home,
        _ => chance.pick(&COUNTRIES),
    };
    let (first, last) = (chance.pick(&country.first), chance.pick(&country.last));
    let address = format!("{}.{}.{number}", plain(first), plain(last));
    Person {
        name: format!("{first} {last}"),
        email: format!("{address}@example.com"),
        phone: format!("{} 555 {:06}", country.calling, chance.below(1_000_000)),
        country: country.code,
        language: country.language,
    }
}

/// Letters an e-mail address is made of.
fn plain(name: &str) -> String {
    let plain = name.chars().filter_map(|letter| {
        Some(match letter {
            'á' | 'à' | 'ã' | 'ä' | 'å' | 'â' => 'a',
            'č' | 'ç' => 'c',
            'é' | 'è' | 'ě' | 'ê' => 'e',
            'í' => 'i',
            'ł' => 'l',
            'ñ' | 'ń' => 'n',
            'ó' | 'ö' | 'ø' | 'ò' => 'o',
            'ř' => 'r',
            'š' | 'ś' => 's',
            'ú' | 'ü' => 'u',
            'ý' => 'y',
            'ž' => 'z',
            letter if letter.is_ascii_alphabetic() => letter.to_ascii_lowercase(),
            _ => return None,
        })
    });
    // Capital letters with marks stand first in a name only.
    let name: String = plain.collect();
    if name.is_empty() {
        "guest".to_owned()
    } else {
        name
    }
}

#[rustfmt::skip]
const COUNTRIES: [Country; 15] = [
    Country { code: "IT", language: "it", calling: "+39 340",
        first: ["Elena", "Marco", "Giulia", "Luca", "Francesca", "Matteo", "Chiara", "Alessandro"],
        last: ["Rossi", "Bianchi", "Ferrari", "Esposito", "Romano", "Colombo", "Ricci", "Marino", "Greco", "Conti"] },
    Country { code: "DE", language: "de", calling: "+49 170",
        first: ["Anna", "Lukas", "Johanna", "Felix", "Katrin", "Stefan", "Mia", "Jürgen"],
        last: ["Müller", "Schmidt", "Schneider", "Fischer", "Weber", "Wagner", "Becker", "Schäfer", "Koch", "Richter"] },
    Country { code: "AT", language: "de", calling: "+43 664",
        first: ["Magdalena", "Florian", "Theresa", "Simon", "Verena", "Andreas", "Sophie", "Paul"],
        last: ["Gruber", "Huber", "Bauer", "Pichler", "Steiner", "Moser", "Mayer", "Hofer", "Leitner", "Berger"] },
    Country { code: "SE", language: "sv", calling: "+46 70",
        first: ["Astrid", "Erik", "Linnea", "Oskar", "Maja", "Nils", "Elsa", "Gustav"],
        last: ["Andersson", "Johansson", "Karlsson", "Nilsson", "Eriksson", "Lindqvist", "Bergström", "Sjöberg", "Lund", "Ek"] },
    Country { code: "CZ", language: "cs", calling: "+420 601",
        first: ["Tereza", "Jan", "Lucie", "Tomáš", "Eva", "Petr", "Hana", "Jakub"],
        last: ["Dvořák", "Novák", "Svoboda", "Černý", "Procházka", "Kučera", "Veselý", "Horák", "Němec", "Marek"] },
    Country { code: "FR", language: "fr", calling: "+33 6",
        first: ["Camille", "Hugo", "Léa", "Antoine", "Manon", "Julien", "Claire", "Mathis"],
        last: ["Martin", "Bernard", "Dubois", "Moreau", "Laurent", "Lefèvre", "Fontaine", "Girard", "Roux", "Blanc"] },
    Country { code: "ES", language: "es", calling: "+34 612",
        first: ["Lucía", "Hugo", "Carmen", "Pablo", "Marta", "Javier", "Alba", "Sergio"],
        last: ["García", "Fernández", "López", "Martínez", "Sánchez", "Romero", "Navarro", "Torres", "Gil", "Núñez"] },
    Country { code: "GB", language: "en", calling: "+44 7700",
        first: ["Charlotte", "Oliver", "Amelia", "George", "Imogen", "Harry", "Priya", "Thomas"],
        last: ["Smith", "Taylor", "Davies", "Evans", "Walker", "Hughes", "Patel", "Clarke", "Wood", "Bennett"] },
    Country { code: "US", language: "en", calling: "+1 917",
        first: ["Emily", "Michael", "Hannah", "Tyler", "Maria", "James", "Keisha", "Daniel"],
        last: ["Johnson", "Williams", "Brown", "Davis", "Miller", "Wilson", "Nguyen", "Anderson", "Thompson", "Cohen"] },
    Country { code: "PL", language: "pl", calling: "+48 601",
        first: ["Zofia", "Jakub", "Maja", "Piotr", "Agnieszka", "Marek", "Ola", "Tomasz"],
        last: ["Nowak", "Kowalski", "Wójcik", "Lewandowski", "Zieliński", "Wozniak", "Mazur", "Krawczyk", "Kaczmarek", "Dudek"] },
    Country { code: "NL", language: "nl", calling: "+31 6",
        first: ["Sanne", "Daan", "Lotte", "Bram", "Femke", "Jeroen", "Eva", "Sem"],
        last: ["de Jong", "Jansen", "Bakker", "Visser", "Smit", "Meijer", "Mulder", "Bos", "Vos", "Peters"] },
    Country { code: "JP", language: "ja", calling: "+81 90",
        first: ["Yuki", "Haruto", "Sakura", "Ren", "Aoi", "Kenji", "Hana", "Takumi"],
        last: ["Tanaka", "Sato", "Suzuki", "Takahashi", "Watanabe", "Ito", "Yamamoto", "Nakamura", "Kobayashi", "Mori"] },
    Country { code: "LB", language: "ar", calling: "+961 3",
        first: ["Layla", "Karim", "Nour", "Omar", "Rania", "Sami", "Yasmin", "Tarek"],
        last: ["Haddad", "Khoury", "Nassar", "Saleh", "Mansour", "Aziz", "Farah", "Hakim", "Daher", "Rahal"] },
    Country { code: "BR", language: "pt", calling: "+55 11",
        first: ["Beatriz", "João", "Larissa", "Gabriel", "Ana", "Rafael", "Helena", "Thiago"],
        last: ["Silva", "Santos", "Oliveira", "Souza", "Pereira", "Costa", "Almeida", "Ribeiro", "Carvalho", "Rocha"] },
    Country { code: "IN", language: "en", calling: "+91 98",
        first: ["Ananya", "Arjun", "Diya", "Rohan", "Kavya", "Vikram", "Meera", "Aditya"],
        last: ["Sharma", "Gupta", "Iyer", "Reddy", "Mehta", "Nair", "Kapoor", "Rao", "Singh", "Das"] },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_plain_and_never_leave_example_com() {
        let mut chance = Chance::new(1, "people");
        for number in 0..5000 {
            let person = somebody(&mut chance, "IT", number);
            let (local, domain) = person.email.split_once('@').unwrap();
            assert_eq!(domain, "example.com");
            let sane = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '.';
            assert!(local.chars().all(sane) && !local.contains(".."), "{local}");
        }
        assert_eq!(plain("Dvořák"), "dvorak");
        assert_eq!(plain("de Jong"), "dejong");
    }
}
