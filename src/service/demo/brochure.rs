//! The three hotels, as a brochure would tell of them.

use crate::domain::money::Currency;

/// Everything about a hotel that is not chance.
pub(super) struct House {
    pub code: &'static str,
    pub name: &'static str,
    pub city: &'static str,
    pub country: &'static str,
    pub street: &'static str,
    pub email: &'static str,
    pub phone: &'static str,
    pub legal_name: &'static str,
    pub zone: chrono_tz::Tz,
    pub currency: Currency,
    /// The database that holds it, where there is one of this name; else home.
    pub database: &'static str,
    pub taxes: Levies,
    pub kinds: &'static [Kind],
    /// Per guest and night.
    pub breakfast_minor: i64,
    /// Who works there: desk, and whoever else does things to reservations.
    pub staff: &'static [&'static str],
    pub year: Year,
    /// Guests come for business: shorter stays, fewer children.
    pub business: bool,
}

/// What the state and the city take.
pub(super) struct Levies {
    pub room: (&'static str, i32),
    pub meal: (&'static str, i32),
    /// Per adult and night, in minor units; children below 14 are exempt.
    pub city_minor: Option<i64>,
}

/// A room type and its rooms.
pub(super) struct Kind {
    pub code: &'static str,
    pub name: &'static str,
    pub description: &'static str,
    pub size_m2: i16,
    pub max_adults: u8,
    pub max_guests: u8,
    pub base_guests: u8,
    /// On a night without season, in whole units of the currency.
    pub price: i64,
    /// Floor, first number on it, how many.
    pub rooms: &'static [(i16, u32, u32)],
}

/// How price and demand go through the year, in thousandths.
pub(super) struct Year {
    /// January to December.
    pub price: [i64; 12],
    /// January to December: the share of rooms sold.
    pub demand: [i64; 12],
    /// Monday to Sunday, added.
    pub week_price: [i64; 7],
    /// Monday to Sunday, added.
    pub week_demand: [i64; 7],
}

/// All hotels of the demo.
pub(super) static HOUSES: [House; 3] = [AURORA, MERIDIAN, HARBOUR];

const AURORA: House = House {
    code: "AUR",
    name: "Hotel Aurora",
    city: "Bolzano",
    country: "IT",
    street: "Piazza Walther 8, 39100 Bolzano",
    email: "desk@aurora.example",
    phone: "+39 0471 555 010",
    legal_name: "Aurora Ospitalità S.r.l.",
    zone: chrono_tz::Europe::Rome,
    currency: Currency::EUR,
    database: "home",
    taxes: Levies {
        room: ("IVA 10 % on rooms", 1000),
        meal: ("IVA 10 % on meals", 1000),
        city_minor: Some(210),
    },
    kinds: &[
        Kind {
            code: "SGL",
            name: "Single Room",
            description: "A quiet room to the courtyard with a wide single bed and a desk by the window.",
            size_m2: 16,
            max_adults: 1,
            max_guests: 1,
            base_guests: 1,
            price: 98,
            rooms: &[(1, 101, 6)],
        },
        Kind {
            code: "DBL",
            name: "Double Room",
            description: "Larch floor, king-size bed and a view over the roofs to the Rosengarten.",
            size_m2: 24,
            max_adults: 2,
            max_guests: 4,
            base_guests: 2,
            price: 149,
            rooms: &[(2, 201, 14)],
        },
        Kind {
            code: "SUI",
            name: "Rosengarten Suite",
            description: "Bedroom and living room under the roof, a free-standing bath and a loggia.",
            size_m2: 46,
            max_adults: 3,
            max_guests: 5,
            base_guests: 2,
            price: 272,
            rooms: &[(3, 301, 4)],
        },
    ],
    breakfast_minor: 1500,
    staff: &["Lena Kofler", "Davide Moretti", "Marco Gruber"],
    year: Year {
        price: [
            950, 1050, 950, 900, 1000, 1100, 1200, 1350, 1150, 1000, 850, 1250,
        ],
        demand: [640, 740, 660, 620, 690, 760, 820, 880, 790, 700, 590, 820],
        week_price: [-50, -50, -30, 0, 120, 180, -60],
        week_demand: [-70, -50, -30, 0, 70, 90, -50],
    },
    business: false,
};

const MERIDIAN: House = House {
    code: "MER",
    name: "Grand Meridian",
    city: "Berlin",
    country: "DE",
    street: "Behrenstraße 41, 10117 Berlin",
    email: "desk@meridian.example",
    phone: "+49 30 5550 0220",
    legal_name: "Grand Meridian Hotelbetriebs GmbH",
    zone: chrono_tz::Europe::Berlin,
    currency: Currency::EUR,
    database: "north",
    taxes: Levies {
        room: ("MwSt 7 % on rooms", 700),
        meal: ("MwSt 19 % on meals", 1900),
        city_minor: None,
    },
    kinds: &[
        Kind {
            code: "STD",
            name: "Standard Room",
            description: "Everything a short stay needs: a good bed, a large desk, a rain shower.",
            size_m2: 21,
            max_adults: 2,
            max_guests: 2,
            base_guests: 2,
            price: 129,
            rooms: &[
                (1, 101, 14),
                (2, 201, 14),
                (3, 301, 14),
                (4, 401, 14),
                (5, 501, 14),
            ],
        },
        Kind {
            code: "SUP",
            name: "Superior Room",
            description: "On the upper floors, with a sofa, a bathtub and a view of the Gendarmenmarkt.",
            size_m2: 29,
            max_adults: 2,
            max_guests: 3,
            base_guests: 2,
            price: 169,
            rooms: &[(6, 601, 14), (7, 701, 14), (8, 801, 12)],
        },
        Kind {
            code: "STE",
            name: "Meridian Suite",
            description: "Two rooms on the top floor with a dining table, a bar and a private terrace.",
            size_m2: 58,
            max_adults: 3,
            max_guests: 4,
            base_guests: 2,
            price: 348,
            rooms: &[(9, 901, 10)],
        },
    ],
    breakfast_minor: 2400,
    staff: &["Jonas Weber", "Aylin Demir", "Katharina Vogt"],
    year: Year {
        price: [
            900, 950, 1100, 1000, 1100, 1150, 950, 900, 1250, 1150, 1050, 900,
        ],
        demand: [600, 660, 740, 700, 750, 770, 680, 660, 820, 790, 740, 640],
        week_price: [40, 100, 120, 80, -60, -100, -120],
        week_demand: [20, 70, 80, 50, -40, -60, -90],
    },
    business: true,
};

const HARBOUR: House = House {
    code: "HAR",
    name: "Harbour House",
    city: "New York",
    country: "US",
    street: "118 South Street, New York, NY 10038",
    email: "desk@harbour.example",
    phone: "+1 212 555 0160",
    legal_name: "Harbour House Hospitality LLC",
    zone: chrono_tz::America::New_York,
    currency: Currency::USD,
    database: "home",
    taxes: Levies {
        room: ("Sales and occupancy tax 14.75 %", 1475),
        meal: ("Sales tax 8.88 % on meals", 888),
        city_minor: None,
    },
    kinds: &[
        Kind {
            code: "QUE",
            name: "Queen Room",
            description: "Brick walls, a queen-size bed and the quiet side of the old warehouse.",
            size_m2: 22,
            max_adults: 2,
            max_guests: 3,
            base_guests: 2,
            price: 239,
            rooms: &[(2, 201, 10), (3, 301, 10), (4, 401, 10)],
        },
        Kind {
            code: "KNG",
            name: "King Room",
            description: "A corner with tall windows, a king-size bed and the river in view.",
            size_m2: 30,
            max_adults: 2,
            max_guests: 4,
            base_guests: 2,
            price: 289,
            rooms: &[(5, 501, 8), (6, 601, 8), (7, 701, 8)],
        },
        Kind {
            code: "PEN",
            name: "Penthouse",
            description: "The former sail loft: two bedrooms, a kitchen and a terrace above the harbour.",
            size_m2: 84,
            max_adults: 4,
            max_guests: 6,
            base_guests: 2,
            price: 890,
            rooms: &[(8, 801, 6)],
        },
    ],
    breakfast_minor: 2800,
    staff: &["Grace Miller", "Andre Johnson", "Sofia Reyes"],
    year: Year {
        price: [
            800, 820, 900, 1050, 1150, 1200, 1100, 1100, 1250, 1250, 1150, 1300,
        ],
        demand: [620, 640, 680, 740, 770, 790, 740, 740, 790, 800, 740, 780],
        week_price: [-40, 0, 20, 20, 100, 150, -60],
        week_demand: [-40, 0, 10, 20, 50, 60, -50],
    },
    business: false,
};

/// Why rooms are out, and how many days that takes.
pub(super) const REPAIRS: [(&str, u32, u32); 8] = [
    ("Shower leaks", 1, 3),
    ("Air conditioning fails", 1, 4),
    ("New carpet", 3, 5),
    ("Repainting", 4, 8),
    ("Window does not close", 1, 2),
    ("Bathroom renewed", 10, 21),
    ("Door lock replaced", 1, 1),
    ("Water stain on the ceiling", 2, 6),
];

/// Small things that do not stop a sale.
pub(super) const FLAWS: [&str; 4] = [
    "Lamp flickers",
    "Safe needs a new battery",
    "Chair is scratched",
    "Television without sound",
];

/// Who comes in groups.
pub(super) const GROUPS: [&str; 14] = [
    "Alpine Cycling Club",
    "Nordlicht Choir",
    "Hanse Insurance AG",
    "Università di Pavia",
    "Lindqvist Wedding",
    "Cardiology Symposium",
    "Studio Bianchi",
    "Maple Leaf Tours",
    "Osaka Photo Circle",
    "Rotary District 1890",
    "Fontaine Family Reunion",
    "Baltic Chess Masters",
    "Greenfield Robotics",
    "Dolomites Running Camp",
];

/// What a desk writes down about a stay.
pub(super) const NOTES: [&str; 10] = [
    "Late arrival, around 22:30.",
    "Quiet room, high floor if possible.",
    "Travels with a small dog.",
    "Gluten-free breakfast.",
    "Baby cot in the room.",
    "Anniversary: a card and flowers.",
    "Parking space needed.",
    "Allergic to feathers: foam pillows.",
    "Invoice to the company.",
    "Early check-in requested, 12:00.",
];
