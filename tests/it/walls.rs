//! Who may use whom (ARCHITECTURE.md), read from Cargo itself, and how long a file may grow.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use cargo_metadata::{DependencyKind, Metadata, MetadataCommand, Package};

/// Our crates, and which of ours each may use.
const OURS: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("migration", &[]),
    ("entities", &["domain", "migration"]),
    ("jobs", &["domain"]),
    ("media", &["domain"]),
    ("providers", &["domain"]),
    ("attendance", &["domain", "entities"]),
    ("api", &["attendance", "domain", "entities", "jobs", "media", "providers"]),
    ("workers", &["attendance", "domain", "entities", "jobs", "media", "providers"]),
    (
        "wppconnector",
        &["api", "attendance", "domain", "entities", "jobs", "media", "migration", "providers", "workers"],
    ),
    ("test-databases", &[]),
    ("bench", &["domain", "jobs"]),
];

/// Crates of others that only some of ours may name. A name ending in `*` stands for a family.
const WALLS: &[(&str, &[&str])] = &[
    ("sea-orm*", &["entities", "migration"]),
    ("sqlx*", &["entities", "migration"]),
    ("apalis*", &["jobs", "workers"]),
    ("poem*", &["api"]),
    ("reqwest", &["providers"]),
    ("redis", &["jobs"]),
    ("object_store", &["media"]),
];

/// Of a file in Rust or TypeScript that people write, tests included.
const MAX_LINES: usize = 300;

fn workspace() -> Metadata {
    MetadataCommand::new().no_deps().exec().expect("cargo tells its metadata")
}

/// Direct dependencies, without those that only tests use.
fn dependencies(package: &Package) -> BTreeSet<String> {
    let of_the_program =
        package.dependencies.iter().filter(|dependency| dependency.kind != DependencyKind::Development);
    of_the_program.map(|dependency| dependency.name.clone()).collect()
}

fn is_named(pattern: &str, name: &str) -> bool {
    match pattern.strip_suffix('*') {
        Some(family) => name == family || name.starts_with(&format!("{family}-")),
        None => name == pattern,
    }
}

#[test]
fn our_crates_use_each_other_as_drawn() {
    let metadata = workspace();
    let mut wrong = Vec::new();
    for package in metadata.workspace_packages() {
        let Some((_, allowed)) = OURS.iter().find(|(name, _)| package.name == *name) else {
            wrong.push(format!("{} is not drawn in ARCHITECTURE.md", package.name));
            continue;
        };
        let is_ours = |name: &&String| OURS.iter().any(|(ours, _)| ours == name);
        for used in dependencies(package).iter().filter(is_ours) {
            if !allowed.contains(&used.as_str()) {
                wrong.push(format!("{} uses {used}", package.name));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn each_foreign_crate_stays_behind_its_wall() {
    let mut wrong = Vec::new();
    for package in workspace().workspace_packages() {
        for used in dependencies(package) {
            for (pattern, homes) in WALLS {
                if is_named(pattern, &used) && !homes.contains(&package.name.as_str()) {
                    wrong.push(format!("{} uses {used}, which belongs to {homes:?}", package.name));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn tests_of_a_crate_stay_behind_the_same_walls_but_for_the_root() {
    let mut wrong = Vec::new();
    for package in workspace().workspace_packages() {
        let is_root = package.name == "wppconnector" || package.name == "bench";
        for dependency in &package.dependencies {
            let crossed = WALLS
                .iter()
                .any(|(pattern, homes)| is_named(pattern, &dependency.name) && !homes.contains(&package.name.as_str()));
            // The simulators that provider and delivery tests talk to are plain servers and clients.
            let is_plain = matches!(dependency.name.as_str(), "poem" | "reqwest");
            if dependency.kind == DependencyKind::Development && crossed && !is_root && !is_plain {
                wrong.push(format!("the tests of {} use {}", package.name, dependency.name));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn no_file_grows_beyond_300_lines() {
    let root = workspace().workspace_root.into_std_path_buf();
    let mut files = sources(&root.join("dashboard/src"), &["ts", "tsx"]);
    for package in workspace().workspace_packages() {
        let folder = package.manifest_path.parent().expect("a manifest is in a folder").as_std_path();
        // The root package shares its folder with everything else.
        let folders =
            if folder == root { vec![root.join("src"), root.join("tests/it")] } else { vec![folder.to_owned()] };
        files.extend(folders.iter().flat_map(|folder| sources(folder, &["rs"])));
    }
    let mut long = Vec::new();
    for file in files {
        let lines = fs::read_to_string(&file).expect("a source file is text").lines().count();
        if lines > MAX_LINES {
            long.push(format!("{}: {lines} lines", file.display()));
        }
    }
    assert!(long.is_empty(), "look for the seam in {long:#?}");
}

/// The files below a folder that people write, tests among them.
fn sources(folder: &Path, extensions: &[&str]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("the folder is there") {
        let path = entry.expect("the folder can be listed").path();
        // Generated by the router, and by the library that the components are copied from.
        if ["target", "node_modules", "routeTree.gen.ts", "components/ui"].iter().any(|made| path.ends_with(made)) {
            continue;
        }
        if path.is_dir() {
            found.extend(sources(&path, extensions));
        } else if path.extension().is_some_and(|own| extensions.iter().any(|extension| own == *extension)) {
            found.push(path);
        }
    }
    found
}
