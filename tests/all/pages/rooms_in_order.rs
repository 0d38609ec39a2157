//! Each room of `src` uses only those above it in `lib.rs`, and no two files use each other.
//!
//! Who uses whom is read from the text: from `use` lines, and from paths that begin with `crate`, `super`, `self` or a
//! submodule. A name is followed through re-exports to the file that defines it. Unit tests may use what they like, and
//! so may `lib.rs`, `main.rs` and a file its own `mod.rs`.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Rooms that do not know one another.
const APART: [&str; 3] = ["formats", "page", "draw"];

/// What `learn` may use in `learn::on_the_cube` only.
const OF_THE_CUBE: [&str; 6] = [
    "language",
    "checker",
    "prover",
    "examine",
    "formula",
    "question3",
];

/// The one part of the language that every reader of files uses.
const ERROR: &str = "language::refused";

/// Files that use each other, and why.
const CIRCLES: [(&str, &[&str]); 1] = [(
    "the registry of vector instructions: a number names its lanes, and the lanes are of numbers",
    &[
        "learn::kernels::avx2",
        "learn::kernels::avx512",
        "learn::kernels::lanes",
        "learn::kernels::plain",
    ],
)];

/// A path that a `use` line brings into its file.
struct Import {
    path: Vec<String>,
    /// Whether the line is `pub use`, so that the file only passes the name on.
    passed_on: bool,
}

/// A file of `src`.
struct Source {
    imports: Vec<Import>,
    /// Paths elsewhere in its text.
    paths: Vec<Vec<String>>,
}

/// The files by their modules: `learn::kernels` is `learn/kernels/mod.rs` or `learn/kernels.rs`.
struct House(BTreeMap<String, Source>);

fn src() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

fn segments(path: &str) -> Vec<String> {
    let parts = path.split("::").filter(|part| !part.is_empty());
    parts.map(|part| part.trim().to_owned()).collect()
}

fn child(module: &str, name: &str) -> String {
    let inside = !module.is_empty();
    format!("{module}{}{name}", if inside { "::" } else { "" })
}

/// `a::{b, c::{d, e as f}}` is a::b, a::c::d and a::c::e.
fn leaves(tree: &str) -> Vec<Vec<String>> {
    let Some((prefix, inner)) = tree.split_once('{') else {
        let path = tree.split(" as ").next().expect("split gives one part");
        return vec![segments(path)];
    };
    let (inner, _) = inner.rsplit_once('}').expect("a closing brace");
    let mut depth = 0;
    let trees = inner.split(|c| {
        depth += i32::from(c == '{') - i32::from(c == '}');
        c == ',' && depth == 0
    });
    let paths = trees
        .filter(|tree| !tree.trim().is_empty())
        .flat_map(leaves);
    paths
        .map(|path| [segments(prefix), path].concat())
        .collect()
}

impl Source {
    fn read(text: &str) -> Self {
        // Unit tests are at the foot of a file.
        let text = text
            .split("mod tests {")
            .next()
            .expect("split gives one part");
        let lines = text
            .lines()
            .map(|line| line.split("//").next().unwrap_or(line));
        let (mut imports, mut rest) = (Vec::new(), String::new());
        let mut statement = None::<(bool, String)>;
        for line in lines {
            let (visibility, used) = line.split_once("use ").unwrap_or(("none", ""));
            let begins = ["", "pub", "pub(crate)", "pub(super)"].contains(&visibility.trim())
                && used.ends_with([';', '{']);
            match &mut statement {
                Some((_, tree)) => tree.push_str(line),
                None if begins => {
                    statement = Some((visibility.contains("pub"), used.to_owned()));
                }
                None => rest.extend([line, "\n"]),
            }
            if let Some((passed_on, tree)) = statement.take_if(|(_, tree)| tree.contains(';')) {
                let paths = leaves(tree.trim_end_matches(';')).into_iter();
                imports.extend(paths.map(|path| Import { path, passed_on }));
            }
        }
        let words = rest.split(|c: char| !c.is_alphanumeric() && c != '_' && c != ':');
        let paths = words.filter(|word| word.contains("::")).map(segments);
        Self {
            imports,
            paths: paths.filter(|path| path.len() > 1).collect(),
        }
    }
}

impl House {
    fn read() -> Self {
        let mut files = BTreeMap::new();
        let mut folders = vec![(String::new(), src())];
        while let Some((module, folder)) = folders.pop() {
            for entry in fs::read_dir(folder).expect("a folder of src") {
                let path = entry.expect("readable").path();
                let name = path.file_stem().expect("a name").to_string_lossy();
                let module = match &*name {
                    "main" | "tests" => continue,
                    "lib" | "mod" => module.clone(),
                    name => child(&module, name),
                };
                if path.is_dir() {
                    folders.push((module, path));
                } else {
                    let text = fs::read_to_string(&path).expect("readable");
                    files.insert(module, Source::read(&text));
                }
            }
        }
        Self(files)
    }

    /// The module that defines what this path, seen from a module, leads to; `None` for another crate.
    fn defines(&self, from: &str, path: &[String], follow: usize) -> Option<String> {
        let mut module = from.to_owned();
        for (place, name) in path.iter().enumerate() {
            let up = module.rsplit_once("::").map_or("", |(up, _)| up).to_owned();
            let inside = child(&module, name);
            match name.as_str() {
                "crate" | "orthant" => module.clear(),
                "self" => {}
                "super" => module = up,
                _ if self.0.contains_key(&inside) => module = inside,
                _ => {
                    let brings = |import: &&Import| {
                        import.path.iter().rfind(|name| *name != "self") == Some(name)
                    };
                    let import = self.0[&module].imports.iter().find(brings);
                    let import = import.filter(|_| follow > 0);
                    return match import {
                        Some(import) => self.defines(&module, &import.path, follow - 1),
                        None => (place > 0).then_some(module),
                    };
                }
            }
        }
        Some(module)
    }

    /// What each file uses, but for itself and the modules that it is in.
    fn uses(&self) -> BTreeMap<&str, BTreeSet<String>> {
        let of = |(module, source): (&'_ String, &'_ Source)| {
            let own = source.imports.iter().filter(|import| !import.passed_on);
            let paths = own.map(|import| &import.path).chain(&source.paths);
            let used = paths.filter_map(|path| self.defines(module, path, 8));
            let outside = |used: &String| {
                let within = module.strip_prefix(used.as_str());
                !within.is_some_and(|rest| {
                    used.is_empty() || rest.is_empty() || rest.starts_with("::")
                })
            };
            used.filter(outside).collect()
        };
        let files = self.0.iter().filter(|(module, _)| !module.is_empty());
        files.map(|file| (file.0.as_str(), of(file))).collect()
    }
}

fn room(module: &str) -> &str {
    module.split("::").next().expect("split gives one part")
}

/// The rooms in the order of `lib.rs`, and the command line below them all.
fn rooms() -> Vec<String> {
    let text = fs::read_to_string(src().join("lib.rs")).expect("readable");
    let declared = text
        .lines()
        .filter_map(|line| line.strip_prefix("pub mod "));
    let mut rooms: Vec<String> = declared
        .map(|room| room.trim_end_matches(';').to_owned())
        .collect();
    rooms.push("cli".to_owned());
    rooms
}

#[test]
fn no_room_uses_one_that_stands_below_it() {
    let (house, rooms) = (House::read(), rooms());
    let place = |module: &str| {
        rooms
            .iter()
            .position(|name| name == room(module))
            .unwrap_or_else(|| panic!("lib.rs does not declare {module}"))
    };
    let mut upwards = BTreeSet::new();
    for (module, used) in house.uses() {
        for other in used {
            let [own, theirs] = [module, &other].map(room);
            let apart = own != theirs && [own, theirs].iter().all(|room| APART.contains(room));
            let cube = own == "learn"
                && OF_THE_CUBE.contains(&theirs)
                && other != ERROR
                && !module.starts_with("learn::on_the_cube");
            if place(module) < place(&other) || apart || cube {
                upwards.insert((module.to_owned(), other));
            }
        }
    }
    assert_eq!(upwards, BTreeSet::new());
}

#[test]
fn no_two_files_use_each_other() {
    let house = House::read();
    let uses = house.uses();
    let reached = |module: &&'_ str| {
        let (mut reached, mut next) = (BTreeSet::new(), vec![*module]);
        while let Some(module) = next.pop() {
            for other in uses.get(module).into_iter().flatten() {
                if reached.insert(other.as_str()) {
                    next.push(other);
                }
            }
        }
        reached
    };
    let reached: BTreeMap<_, _> = uses
        .keys()
        .map(|module| (*module, reached(module)))
        .collect();
    let leads = |from: &str, to: &str| reached.get(from).is_some_and(|used| used.contains(to));
    let circle = |module: &str| -> BTreeSet<&str> {
        let others = reached[module].iter().copied();
        others.filter(|other| leads(other, module)).collect()
    };
    let circles: BTreeSet<_> = uses
        .keys()
        .map(|module| circle(module))
        .filter(|circle| !circle.is_empty())
        .collect();
    assert!(uses.len() > 150, "only {} files were read", uses.len());
    let known = CIRCLES.map(|(_, files)| files.iter().copied().collect());
    for circle in &circles {
        let expected = known.iter().any(|known| circle.is_subset(known));
        assert!(expected, "these files use each other: {circle:?}");
    }
    for known in known {
        let found = circles.iter().any(|circle| circle.is_subset(&known));
        assert!(
            found,
            "no longer a circle, so take it from the table: {known:?}"
        );
    }
}
