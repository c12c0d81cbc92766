//! The walls of the house: what may not stand where. Each rule is tried on planted text, so a
//! rule that can no longer fail is noticed.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Text that must not appear in some files.
struct Rule {
    /// Said with every offence.
    why: &'static str,
    /// Folders and files it holds in, from the root of the repository.
    within: &'static [&'static str],
    /// Folders and files it spares.
    except: &'static [&'static str],
    /// The text. A word at its edge must be a whole word.
    banned: &'static [&'static str],
}

/// The pure half compiles for the browser and answers the same every time.
const PURE: Rule = Rule {
    why: "domain, view and live are pure: no storage, no web, no clock, no chance",
    within: &["src/domain", "src/view", "src/live"],
    except: &[],
    banned: &[
        "sqlx",
        "axum",
        "leptos",
        "tokio",
        "Utc::now",
        "Local::now",
        "SystemTime::now",
        "Instant::now",
        "Uuid::now_v7",
        "Uuid::new_v4",
        "rand::",
    ],
};

/// One place for SQL.
const SQL_IN_STORE: Rule = Rule {
    why: "SQL stands in src/store only (and the begin of a transaction in src/service/tx.rs)",
    within: &["src", "app/src"],
    except: &[
        "src/store",
        "src/service/tx.rs",
        // The harness makes and drops databases; nothing of it is in the product.
        "src/testing/database.rs",
    ],
    banned: &[
        "sqlx::query",
        "sqlx::raw_sql",
        "query!",
        "query_as!",
        "query_scalar!",
        "query_file!",
        "QueryBuilder",
    ],
};

/// Text of guests must not become markup.
const NO_RAW_HTML: Rule = Rule {
    why: "inner_html is not escaped",
    within: &["app/src"],
    except: &[],
    banned: &["inner_html"],
};

/// Exceptions from lints give their reason and end with it.
const NO_ALLOW: Rule = Rule {
    why: "write #[expect(.., reason = \"..\")]: it says why, and speaks up when it is not needed",
    within: &["."],
    except: &[],
    // Put together here, or this file would offend.
    banned: &[concat!("#[", "allow("), concat!("#![", "allow(")],
};

/// Folders that hold no source of ours.
const SKIPPED: [&str; 4] = ["target", "node_modules", "pkg", "site"];

impl Rule {
    /// Every offence of the repository, as `file:line: text (why)`.
    fn offences(&self) -> io::Result<Vec<String>> {
        let files = self.files()?;
        assert!(
            !files.is_empty(),
            "no source in {:?}: the rule holds for nothing",
            self.within
        );
        let found = files.iter().flat_map(|(name, text)| {
            self.offences_in(text)
                .into_iter()
                .map(move |offence| format!("{name}:{offence}"))
        });
        Ok(found.collect())
    }

    /// Every offence of one file's text, as `line: text (why)`.
    fn offences_in(&self, text: &str) -> Vec<String> {
        let offends = |line: &str| self.banned.iter().any(|word| stands_in(line, word));
        code_lines(text)
            .filter(|(_, line)| offends(line))
            .map(|(number, line)| format!("{number}: {} ({})", line.trim(), self.why))
            .collect()
    }

    /// Name and text of every file the rule holds for.
    fn files(&self) -> io::Result<Vec<(String, String)>> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut paths = Vec::new();
        for folder in self.within {
            collect(&root.join(folder), &mut paths)?;
        }
        let spared = |path: &PathBuf| self.except.iter().any(|at| path.starts_with(root.join(at)));
        let read = |path: PathBuf| {
            let name = path
                .strip_prefix(root)
                .unwrap_or(&path)
                .display()
                .to_string();
            Ok((name, fs::read_to_string(&path)?))
        };
        paths
            .into_iter()
            .filter(|path| !spared(path))
            .map(read)
            .collect()
    }
}

/// All Rust files below a folder; hidden folders and [`SKIPPED`] ones are left out.
fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path
            .file_name()
            .and_then(|name| name.to_str())
            .unwrap_or_default();
        if path.is_dir() {
            if !name.starts_with('.') && !SKIPPED.contains(&name) {
                collect(&path, files)?;
            }
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    Ok(())
}

/// The lines of a file with their numbers, without those that are comments only.
fn code_lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    (1..)
        .zip(text.lines())
        .filter(|(_, line)| !line.trim_start().starts_with("//"))
}

/// Whether `needle` stands in the line and does not begin or end inside another word.
fn stands_in(line: &str, needle: &str) -> bool {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    line.match_indices(needle).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        let after = line[at + needle.len()..].chars().next();
        let joined = |edge: Option<char>, outside: Option<char>| {
            edge.is_some_and(is_word) && outside.is_some_and(is_word)
        };
        let begins_inside = joined(needle.chars().next(), before);
        // `sqlx::query` stands for `sqlx::query_as` as well.
        let ends_inside = !needle.contains("::") && joined(needle.chars().next_back(), after);
        !begins_inside && !ends_inside
    })
}

/// Where a `<textarea>` has children: Leptos 0.8 writes them unescaped when it renders on the
/// server. `prop:value` is the way.
fn textareas_with_children(text: &str) -> Vec<String> {
    let lines: Vec<_> = code_lines(text).map(|(_, line)| line).collect();
    let code = lines.join("\n");
    let mut found = Vec::new();
    for (at, _) in code.match_indices("<textarea") {
        let rest = &code[at..];
        let element = rest.find("</textarea>").map_or(rest, |end| &rest[..end]);
        let tag = element.find("/>").map_or(element, |end| &element[..end]);
        let squeezed: String = tag.split_whitespace().collect();
        let is_closed_at_once = tag.len() < element.len();
        if !is_closed_at_once && !squeezed.ends_with('>') {
            found.push(squeezed);
        }
    }
    for (at, _) in code.match_indices("textarea()") {
        let statement = code[at..].split(';').next().unwrap_or_default();
        if statement.contains(".child(") {
            found.push(statement.split_whitespace().collect());
        }
    }
    found
}

fn assert_none(offences: &[String]) {
    assert!(offences.is_empty(), "\n{}\n", offences.join("\n"));
}

#[test]
fn the_pure_half_stays_pure() -> io::Result<()> {
    assert_none(&PURE.offences()?);
    Ok(())
}

#[test]
fn sql_stands_in_the_store() -> io::Result<()> {
    assert_none(&SQL_IN_STORE.offences()?);
    Ok(())
}

#[test]
fn no_text_becomes_markup() -> io::Result<()> {
    assert_none(&NO_RAW_HTML.offences()?);
    let found = NO_RAW_HTML.files()?.into_iter().flat_map(|(name, text)| {
        textareas_with_children(&text)
            .into_iter()
            .map(move |tag| format!("{name}: {tag}"))
    });
    assert_none(&found.collect::<Vec<_>>());
    Ok(())
}

#[test]
fn every_exception_has_a_reason() -> io::Result<()> {
    assert_none(&NO_ALLOW.offences()?);
    Ok(())
}

#[test]
fn planted_impurity_is_found() {
    for planted in [
        "use sqlx::PgConnection;",
        "    let now = chrono::Utc::now();",
        "let now = Local::now();",
        "use leptos::prelude::*;",
        "async fn f() { tokio::spawn(g()); }",
        "let x: u8 = rand::random();",
        "impl axum::response::IntoResponse for X {}",
        "let id = Uuid::now_v7();",
    ] {
        assert_eq!(PURE.offences_in(planted).len(), 1, "{planted}");
    }
    for harmless in [
        "// tokio stays outside",
        "    /// Not `Utc::now`.",
        "let strand = operand::new();",
        "mod leptosphere;",
    ] {
        assert_eq!(
            PURE.offences_in(harmless),
            Vec::<String>::new(),
            "{harmless}"
        );
    }
}

#[test]
fn planted_sql_is_found() {
    for planted in [
        "sqlx::query(\"SELECT 1\")",
        "let rows = sqlx::query_as::<_, Row>(text);",
        "let row = query!(\"SELECT 1\");",
        "query_as!(Row, \"SELECT 1\")",
        "sqlx::query_scalar!(\"SELECT 1\")",
        "let mut list = QueryBuilder::new(\"SELECT 1\");",
    ] {
        assert_eq!(SQL_IN_STORE.offences_in(planted).len(), 1, "{planted}");
    }
    for harmless in [
        "// query! is for the store",
        "use_query_map()",
        "subquery!()",
    ] {
        assert_eq!(
            SQL_IN_STORE.offences_in(harmless),
            Vec::<String>::new(),
            "{harmless}"
        );
    }
}

#[test]
fn planted_markup_is_found() {
    let planted = "view! { <div inner_html=notes></div> }";
    assert_eq!(NO_RAW_HTML.offences_in(planted).len(), 1);
    for planted in [
        "<textarea>{notes}</textarea>",
        "<textarea name=\"notes\">{move || notes.get()}</textarea>",
        "<textarea\n    name=\"notes\"\n>\n    {notes}\n</textarea>",
        "<textarea rows=3>\"text\"</textarea>",
        "textarea().name(\"notes\").child(notes)",
    ] {
        assert_eq!(textareas_with_children(planted).len(), 1, "{planted}");
    }
    for harmless in [
        "<textarea prop:value=notes></textarea>",
        "<textarea\n    prop:value=move || notes.get()\n></textarea>",
        "<textarea prop:value=notes/> <p>{notes}</p>",
        "// <textarea>{notes}</textarea>",
        "textarea().prop(\"value\", notes)",
    ] {
        assert_eq!(
            textareas_with_children(harmless),
            Vec::<String>::new(),
            "{harmless}"
        );
    }
}

#[test]
fn a_planted_allow_is_found() {
    for opening in NO_ALLOW.banned {
        let planted = format!("    {opening}dead_code)] // for now");
        assert_eq!(NO_ALLOW.offences_in(&planted).len(), 1, "{planted}");
    }
    assert_eq!(
        NO_ALLOW.offences_in("#[expect(dead_code, reason = \"..\")]"),
        Vec::<String>::new()
    );
}

#[test]
fn the_walk_sees_the_files_it_is_meant_for() -> io::Result<()> {
    let names = |rule: &Rule| -> io::Result<Vec<String>> {
        Ok(rule.files()?.into_iter().map(|(name, _)| name).collect())
    };
    let has = |names: &[String], name: &str| names.iter().any(|seen| seen == name);
    assert!(has(&names(&PURE)?, "src/domain/money.rs"));
    let sql = names(&SQL_IN_STORE)?;
    assert!(has(&sql, "src/domain/money.rs") && has(&sql, "app/src/lib.rs"));
    assert!(!sql.iter().any(|name| name.starts_with("src/store/")));
    let all = names(&NO_ALLOW)?;
    let deep = |part: &str| all.iter().any(|name| name.ends_with(part));
    for part in [
        "src/lib.rs",
        "server/src/main.rs",
        "frontend/src/lib.rs",
        "tests/architecture.rs",
    ] {
        assert!(deep(part), "{part}");
    }
    Ok(())
}
