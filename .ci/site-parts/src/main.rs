//! Turns the frontend's linked wasm module into the files a browser loads.
//!
//! `site-parts INPUT.wasm PKG_DIR NAME FINGERPRINT` writes into `PKG_DIR`
//!
//! * `NAME.FINGERPRINT.js` and `.wasm`: the glue and the part every page needs,
//! * `split_*.FINGERPRINT.wasm`, `chunk_*.FINGERPRINT.wasm`: what lazy routes fetch,
//! * `__wasm_split.FINGERPRINT.js`: the loader of those parts,
//! * `__wasm_split_manifest.FINGERPRINT.json`: which parts a route needs, for preload links,
//!
//! and prints the lines of `hash.txt` by which Leptos finds them. One fingerprint names
//! all of them, so a cached file never meets a part from another build.
//! `.ci/build-site` calls this; docs/adr/0005-build-step.md says why it exists.

use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use wasm_bindgen_cli_support::Bindgen;

type Outcome<T> = Result<T, Box<dyn Error>>;

/// Where the parts go and what they are called.
struct Names {
    pkg_dir: PathBuf,
    name: String,
    fingerprint: String,
}

impl Names {
    /// `stem.FINGERPRINT`, the stem of every file written here.
    fn stem(&self, stem: &str) -> String {
        format!("{stem}.{}", self.fingerprint)
    }

    fn path(&self, stem: &str, extension: &str) -> PathBuf {
        self.pkg_dir
            .join(format!("{}.{extension}", self.stem(stem)))
    }

    fn loader(&self) -> String {
        format!("{}.js", self.stem("__wasm_split"))
    }
}

fn main() -> Outcome<()> {
    let [input, pkg_dir, name, fingerprint] =
        <[String; 4]>::try_from(std::env::args().skip(1).collect::<Vec<_>>())
            .map_err(|_| "usage: site-parts INPUT.wasm PKG_DIR NAME FINGERPRINT")?;
    let names = Names {
        pkg_dir: pkg_dir.into(),
        name,
        fingerprint,
    };
    fs::create_dir_all(&names.pkg_dir)?;

    let main_part = split(Path::new(&input), &names)?;
    bind(&main_part, &names)?;
    fs::remove_file(&main_part)?;

    for kind in ["js", "wasm", "manifest", "split"] {
        println!("{kind}: {}", names.fingerprint);
    }
    Ok(())
}

/// Cuts the module at its lazy routes; the part left for every page is returned, unbound.
fn split(input: &Path, names: &Names) -> Outcome<PathBuf> {
    let module = fs::read(input)?;
    let main_part = names.path("unbound", "wasm");
    let glue = format!("./{}.js", names.stem(&names.name));
    let loader = format!("./{}", names.loader());

    let mut options = wasm_split_cli_support::Options::new(&module);
    options.output_dir = &names.pkg_dir;
    options.main_out_path = &main_part;
    options.main_module = &glue;
    options.link_name = &loader;
    let parts = wasm_split_cli_support::transform(options)?;

    let mut renamed = BTreeMap::new();
    for path in parts.split_modules {
        let stem = path
            .file_stem()
            .and_then(|stem| stem.to_str())
            .ok_or("a part has no name")?;
        fs::rename(&path, names.path(stem, "wasm"))?;
        renamed.insert(stem.to_owned(), names.stem(stem));
    }
    point_loader_at(&renamed, &names.pkg_dir.join(names.loader()))?;
    write_manifest(&renamed, parts.prefetch_map, names)?;
    Ok(main_part)
}

/// The splitter has no option for the parts' names, so its loader is told afterwards.
fn point_loader_at(renamed: &BTreeMap<String, String>, loader: &Path) -> Outcome<()> {
    let mut script = fs::read_to_string(loader)?;
    for (old, new) in renamed {
        let old = format!("\"./{old}.wasm\"");
        // A part that comes out empty is written, but never loaded.
        script = script.replace(&old, &format!("\"./{new}.wasm\""));
    }
    fs::write(loader, script)?;
    Ok(())
}

/// Route → stems of the parts to preload, as `HydrationScripts` reads it.
fn write_manifest(
    renamed: &BTreeMap<String, String>,
    parts_of_route: impl IntoIterator<Item = (String, Vec<String>)>,
    names: &Names,
) -> Outcome<()> {
    let mut manifest = BTreeMap::new();
    for (route, parts) in parts_of_route {
        let parts = parts
            .iter()
            .map(|part| {
                renamed
                    .get(part)
                    .ok_or(format!("part {part} of {route} was not written"))
            })
            .collect::<Result<Vec<_>, _>>()?;
        manifest.insert(route, parts);
    }
    let path = names.path("__wasm_split_manifest", "json");
    fs::write(path, serde_json::to_string(&manifest)?)?;
    Ok(())
}

/// Writes the JavaScript glue of the main part, both under the names Leptos asks for.
fn bind(main_part: &Path, names: &Names) -> Outcome<()> {
    Bindgen::new()
        .input_path(main_part)
        .out_name(&names.name)
        .web(true)?
        .typescript(false)
        // The loader hands the main part's own exports to the lazy parts.
        .keep_lld_exports(true)
        .demangle(false)
        .omit_default_module_path(true)
        .generate(&names.pkg_dir)?;
    for (suffix, extension) in [("", "js"), ("_bg", "wasm")] {
        let written = names
            .pkg_dir
            .join(format!("{}{suffix}.{extension}", names.name));
        fs::rename(written, names.path(&names.name, extension))?;
    }
    Ok(())
}
