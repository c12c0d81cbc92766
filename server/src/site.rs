//! Where the files lie that browsers load.

use std::path::Path;

use leptos::config::{LeptosOptions, get_configuration};

use crate::Failure;

/// What tells Leptos the names of the files; the build step sets it, an installation need not.
const NAMED: &str = "LEPTOS_OUTPUT_NAME";

/// The site the build step made, or `site` beside the program. Fails when there is none: every
/// page would be without style and script.
pub fn options() -> Result<LeptosOptions, Failure> {
    let program = std::env::current_exe()
        .map_err(|error| Failure::new("The program does not know where it lies", error))?;
    let folder = program.parent().unwrap_or(Path::new("."));
    let options = if std::env::var_os(NAMED).is_some() {
        get_configuration(None)
            .map_err(|error| Failure::new("The LEPTOS_ variables make no sense", error))?
            .leptos_options
    } else {
        beside(folder)
    };
    check(&options, folder)?;
    Ok(options)
}

fn beside(folder: &Path) -> LeptosOptions {
    LeptosOptions::builder()
        .output_name("keyrack")
        .site_root(folder.join("site").to_string_lossy())
        .site_pkg_dir("pkg")
        .hash_files(true)
        .build()
}

fn check(options: &LeptosOptions, folder: &Path) -> Result<(), Failure> {
    let names = folder.join(&*options.hash_file);
    let site = Path::new(&*options.site_root);
    let missing = [(options.hash_files, names.as_path()), (true, site)]
        .into_iter()
        .find(|(needed, path)| *needed && !path.exists());
    match missing {
        None => Ok(()),
        Some((_, path)) => Err(Failure::plain(format!(
            "{} is missing: start with make run, or keep the folder of make package together.",
            path.display()
        ))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_without_its_site_says_what_is_missing() {
        let folder = std::env::temp_dir().join(format!("keyrack-site-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let options = beside(&folder);
        let complaint = || check(&options, &folder).unwrap_err().to_string();
        assert!(complaint().contains("hash.txt is missing"));
        std::fs::write(folder.join("hash.txt"), "js: 1").unwrap();
        assert!(complaint().contains("site is missing"));
        std::fs::create_dir(folder.join("site")).unwrap();
        check(&options, &folder).unwrap();
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
