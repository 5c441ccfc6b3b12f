use std::fs;
use std::os::unix::fs::{MetadataExt, symlink};
use std::time::{Duration, SystemTime};

use super::*;

/// A fresh project with a hub in it and an output not yet made.
struct Project {
    _folder: tempfile::TempDir,
    root: Utf8PathBuf,
}

impl Project {
    fn new() -> Project {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let root = Utf8PathBuf::from_path_buf(folder.path().canonicalize().expect("it exists")).expect("plain text");
        fs::create_dir(root.join("content")).expect("fresh");
        Project { _folder: folder, root }
    }

    fn at(&self, path: &str) -> Utf8PathBuf {
        self.root.join(path)
    }

    fn begin(&self) -> Result<Publisher, Failure> {
        Publisher::begin(&self.at("public"), &[&self.at("content")])
    }

    fn publish(&self, files: &[(&str, &str)]) -> Published {
        let publisher = self.begin().expect("may write here");
        put_all(&publisher, files);
        publisher.commit(false).expect("nothing is in the way")
    }

    fn write(&self, path: &str, text: &str) {
        fs::create_dir_all(self.at(path).parent().expect("inside the project")).expect("a folder");
        fs::write(self.at(path), text).expect("writable");
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.at(path)).unwrap_or_else(|error| format!("{path}: {error}"))
    }

    /// Everything below a folder, folders with a slash at the end.
    fn tree(&self, folder: &str) -> Vec<String> {
        let mut found = Vec::new();
        for entry in walkdir::WalkDir::new(self.at(folder)).min_depth(1).sort_by_file_name() {
            let entry = entry.expect("readable");
            let path = entry.path().strip_prefix(self.at(folder)).expect("below it").to_str().expect("text").to_owned();
            found.push(if entry.file_type().is_dir() { format!("{path}/") } else { path });
        }
        found
    }

    fn node(&self, path: &str) -> u64 {
        fs::symlink_metadata(self.at(path)).expect("it exists").ino()
    }

    /// Nothing of ours beside the output.
    fn is_tidy(&self) -> bool {
        self.root.read_dir_utf8().expect("readable").all(|entry| !entry.expect("readable").file_name().starts_with(".public"))
    }
}

fn put_all(publisher: &Publisher, files: &[(&str, &str)]) {
    for (path, text) in files {
        publisher.put(Utf8Path::new(path), text.as_bytes()).expect("a sound file");
    }
}

fn refusal(result: Result<Publisher, Failure>) -> String {
    result.err().map_or_else(|| "not refused".to_owned(), |failure| failure.what)
}

const SITE: &[(&str, &str)] = &[("index.html", "home"), ("research/a/index.html", "a"), ("research/b/index.html", "b")];

#[test]
fn a_first_site_is_exactly_what_was_put() {
    let project = Project::new();
    let published = project.publish(SITE);
    assert_eq!(published, Published { files: 3, bytes: 6, written: 3, unchanged: false, left_over: None });
    let tree = [
        ".almoner-manifest.json",
        "index.html",
        "research/",
        "research/a/",
        "research/a/index.html",
        "research/b/",
        "research/b/index.html",
    ];
    assert_eq!(project.tree("public"), tree);
    assert!(project.is_tidy());
}

#[test]
fn a_later_site_takes_over_what_is_equal_and_drops_what_is_gone() {
    let project = Project::new();
    project.publish(SITE);
    let (same, changed) = (project.node("public/index.html"), project.node("public/research/a/index.html"));
    let published = project.publish(&[("index.html", "home"), ("research/a/index.html", "A"), ("new.html", "n")]);
    assert_eq!((published.files, published.written, published.unchanged), (3, 2, false));
    assert_eq!(project.node("public/index.html"), same);
    assert_ne!(project.node("public/research/a/index.html"), changed);
    let tree = [".almoner-manifest.json", "index.html", "new.html", "research/", "research/a/", "research/a/index.html"];
    assert_eq!(project.tree("public"), tree);
    assert_eq!(fs::metadata(project.at("public/index.html")).expect("it exists").nlink(), 1);
    assert!(project.is_tidy());
}

#[test]
fn the_same_site_again_touches_nothing() {
    let project = Project::new();
    project.publish(SITE);
    let before = (project.node("public"), project.node("public/.almoner-manifest.json"), project.read("public/.almoner-manifest.json"));
    let published = project.publish(SITE);
    assert_eq!((published.unchanged, published.written, published.files), (true, 0, 3));
    let after = (project.node("public"), project.node("public/.almoner-manifest.json"), project.read("public/.almoner-manifest.json"));
    assert_eq!(before, after);
    assert!(project.is_tidy());
}

#[test]
fn a_file_that_is_short_missing_or_edited_is_written_again() {
    let project = Project::new();
    for spoil in [
        |path: &Utf8Path| fs::write(path, "").expect("writable"),
        |path: &Utf8Path| fs::remove_file(path).expect("removable"),
        |path: &Utf8Path| {
            fs::write(path, "x").expect("writable");
            // Later than the manifest, whatever the clock's steps are.
            let later = SystemTime::UNIX_EPOCH + Duration::from_secs(1 << 33);
            fs::File::options().write(true).open(path).and_then(|file| file.set_modified(later)).expect("settable");
        },
    ] {
        project.publish(SITE);
        spoil(&project.at("public/research/a/index.html"));
        let published = project.publish(SITE);
        assert_eq!((published.unchanged, published.written), (false, 1));
        assert_eq!(project.read("public/research/a/index.html"), "a");
    }
}

#[test]
fn equal_sites_are_equal_bytes_however_many_threads_put_them() {
    let files: Vec<(String, String)> = (0..400).map(|n| (format!("s/{}/{n}/index.html", n % 7), n.to_string())).collect();
    let manifests = [1, 8].map(|threads| {
        let project = Project::new();
        let publisher = project.begin().expect("may write here");
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
        let put = |(path, text): &(String, String)| publisher.put(Utf8Path::new(path), text.as_bytes());
        pool.install(|| files.par_iter().try_for_each(put)).expect("sound files");
        publisher.commit(threads == 1).expect("nothing is in the way");
        assert_eq!(project.read("public/s/6/6/index.html"), "6");
        project.read("public/.almoner-manifest.json")
    });
    assert_eq!(manifests[0], manifests[1]);
}

#[test]
fn a_strangers_folder_is_refused_and_not_touched() {
    let project = Project::new();
    for name in ["a", "b", "c", "d", "e", "f"] {
        project.write(&format!("public/{name}"), "mine");
    }
    let refused = refusal(project.begin());
    assert!(refused.contains("`a`, `b`, `c`, `d`, `e` and more") || refused.ends_with("and more"), "{refused}");
    assert_eq!(project.tree("public"), ["a", "b", "c", "d", "e", "f"]);
    assert!(project.is_tidy());
}

#[test]
fn a_stranger_among_our_files_is_named() {
    for stranger in ["public/notes.txt", "public/research/notes.txt", "public/mine/x", "public/.git/config"] {
        let project = Project::new();
        project.publish(SITE);
        project.write(stranger, "mine");
        let refused = refusal(project.begin());
        let named = stranger.trim_start_matches("public/").split('/').next().expect("a name");
        assert!(refused.contains(&format!("`{named}")), "{refused}");
        assert_eq!(project.read(stranger), "mine");
    }
    // A listed file that has become a link is no longer ours either.
    let project = Project::new();
    project.publish(SITE);
    fs::remove_file(project.at("public/index.html")).expect("removable");
    symlink(project.at("content"), project.at("public/index.html")).expect("a link");
    assert!(refusal(project.begin()).contains("`index.html`"));
}

#[test]
fn a_manifest_that_is_damaged_or_hostile_deletes_nothing() {
    for text in ["", "{}", "{\"format\":1,\"files\":[{\"path\":\"../content/x.md\",\"size\":1,\"blake3\":\"00\"}]}"] {
        let project = Project::new();
        project.write("content/x.md", "x");
        project.write("public/.almoner-manifest.json", text);
        assert_eq!(refusal(project.begin()), "this list of what almoner wrote is damaged");
        assert_eq!(project.read("content/x.md"), "x");
    }
}

#[test]
fn an_empty_folder_and_a_missing_parent_are_fine() {
    let project = Project::new();
    fs::create_dir(project.at("public")).expect("fresh");
    assert_eq!(project.publish(SITE).files, 3);
    let publisher = Publisher::begin(&project.at("deep/er/public/"), &[]).expect("makes the parents");
    put_all(&publisher, SITE);
    publisher.commit(false).expect("nothing is in the way");
    assert_eq!(project.read("deep/er/public/index.html"), "home");
}

#[test]
fn places_that_could_cost_somebody_elses_work_are_refused() {
    let project = Project::new();
    project.write("content/x.md", "x");
    project.write("file", "x");
    fs::create_dir(project.at("elsewhere")).expect("fresh");
    symlink(project.at("elsewhere"), project.at("link")).expect("a link");
    symlink(project.at("content"), project.at("way-in")).expect("a link");
    let content = project.at("content");
    let refused = |output: &str| refusal(Publisher::begin(&project.at(output), &[&content]));
    for (output, why) in [
        ("content", "which the build reads"),
        ("content/public", "lies inside"),
        ("elsewhere/../content/public", "lies inside"),
        ("way-in/public", "lies inside"),
        ("way-in/not/yet/../../public", "lies inside"),
        ("", "contains"),
        ("content/..", "contains"),
        ("file", "a file, not a folder"),
        ("link", "symbolic link"),
        ("link/", "symbolic link"),
        (".git", "`.git`"),
        (".git/public", "`.git`"),
    ] {
        assert!(refused(output).contains(why), "{output}: {}", refused(output));
    }
    let output = |path: &str| refusal(Publisher::begin(Utf8Path::new(path), &[]));
    assert!(output("/").contains("root of the file system"));
    assert!(output(".").contains("in which you are working"));
    assert!(output("..").contains("in which you are working"));
    // A guarded folder need not exist yet.
    let not_yet = project.at("themes");
    assert!(refusal(Publisher::begin(&project.at("themes/public"), &[&not_yet])).contains("lies inside"));
    assert_eq!(project.tree(""), ["content/", "content/x.md", "elsewhere/", "file", "link", "way-in"]);
}

#[test]
fn one_build_at_a_time() {
    let project = Project::new();
    let first = project.begin().expect("may write here");
    let refused = refusal(project.begin());
    assert_eq!(refused, format!("another build (process {}) is writing here", std::process::id()));
    put_all(&first, SITE);
    first.commit(false).expect("the other build changed nothing");
    assert_eq!(project.publish(SITE).files, 3);
    assert!(project.is_tidy());
}

#[test]
fn a_lock_that_was_left_is_taken_and_one_that_is_not_ours_stays() {
    let project = Project::new();
    project.write(".public.lock", "almoner, process 4194304\n");
    project.publish(SITE);
    assert!(project.is_tidy());
    project.write(".public.lock", "my keys\n");
    assert!(refusal(project.begin()).contains("almoner did not write it"));
    assert_eq!(project.read(".public.lock"), "my keys\n");
}

#[test]
fn a_build_that_is_given_up_leaves_everything_as_it_was() {
    let project = Project::new();
    project.publish(SITE);
    let before = project.node("public");
    let publisher = project.begin().expect("may write here");
    put_all(&publisher, &[("index.html", "half a site")]);
    drop(publisher);
    assert_eq!((project.node("public"), project.read("public/index.html").as_str()), (before, "home"));
    assert!(project.is_tidy());
}

#[test]
fn a_path_is_put_once_and_stays_inside() {
    let project = Project::new();
    let publisher = project.begin().expect("may write here");
    let put = |path: &str| publisher.put(Utf8Path::new(path), b"x").map_err(|failure| failure.what);
    assert_eq!(put("a/b"), Ok(()));
    assert_eq!(put("a/b"), Err("two parts of the site would be this one file".to_owned()));
    assert!(put("a").is_err() && put("a/b/c").is_err(), "a file cannot also be a folder");
    for path in ["/etc/passwd", "../x", "a/../../x", ".almoner-manifest.json", ""] {
        assert_eq!(put(path), Err("this is no path inside the output".to_owned()), "{path}");
    }
}

#[test]
fn a_large_old_site_goes_whole() {
    let project = Project::new();
    let files: Vec<(String, &str)> = (0..500).map(|n| (format!("s/{}/{n}/index.html", n % 7), "x")).collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), *text)).collect();
    project.publish(&files);
    let published = project.publish(&files[..10]);
    assert_eq!((published.written, published.left_over), (0, None));
    assert_eq!(project.tree("public").iter().filter(|path| path.ends_with(".html")).count(), 10);
    assert!(project.is_tidy());
}

#[test]
fn what_a_killed_build_left_is_reclaimed() {
    let project = Project::new();
    project.publish(SITE);
    // Killed while writing; while sealing; right after making the folder; and while an old site was cleared away.
    project.write(".public.staging-0/.almoner-unfinished", "");
    project.write(".public.staging-0/research/a/index.html", "half");
    project.write(".public.staging-1/.almoner-unfinished", "");
    project.write(".public.staging-1/.almoner-manifest.json", "{\"form");
    fs::create_dir(project.at(".public.staging-2")).expect("fresh");
    project.write(".public.staging-3/.almoner-manifest.json", &project.read("public/.almoner-manifest.json"));
    project.write(".public.staging-3/research/a/index.html", "a");
    let published = project.publish(SITE);
    assert!(published.unchanged);
    assert!(project.is_tidy(), "{:?}", project.tree(""));
}

#[test]
fn a_folder_that_only_looks_like_ours_stays() {
    let project = Project::new();
    project.write(".public.staging-0/mine", "mine");
    project.write(".public.staging-0x/.almoner-unfinished", "");
    project.write(".public.old-1/.almoner-manifest.json", "not a manifest");
    project.publish(SITE);
    project.publish(&SITE[..1]);
    assert_eq!(project.read(".public.staging-0/mine"), "mine");
    assert_eq!(project.read(".public.staging-0x/.almoner-unfinished"), "");
    assert_eq!(project.read(".public.old-1/.almoner-manifest.json"), "not a manifest");
}

#[test]
fn a_swap_that_was_cut_in_two_is_undone() {
    let project = Project::new();
    project.publish(SITE);
    fs::rename(project.at("public"), project.at(".public.old-0")).expect("renamable");
    project.write(".public.staging-0/.almoner-manifest.json", "{\"format\":1,\"files\":[]}");
    drop(project.begin().expect("may write here"));
    assert_eq!(project.read("public/index.html"), "home");
    assert!(project.is_tidy());
}

#[test]
fn without_an_exchange_two_renames_do() {
    let project = Project::new();
    project.publish(SITE);
    let mut publisher = project.begin().expect("may write here");
    put_all(&publisher, &[("index.html", "new")]);
    publisher
        .stage
        .seal(&Manifest { files: std::mem::take(&mut publisher.tally.get_mut().expect("not poisoned").files) })
        .expect("writable");
    let old = swap::step_aside(&publisher.ground, &publisher.stage).expect("nothing is in the way");
    publisher.stage.in_place = true;
    assert_eq!((project.read("public/index.html").as_str(), project.read(&format!("{old}/index.html")).as_str()), ("new", "home"));
    assert!(leftovers::remove_listed(&publisher.ground, &old).expect("removable"));
    drop(publisher);
    assert!(project.is_tidy());
    assert!(project.publish(&[("index.html", "new")]).unchanged);
}

#[test]
fn what_somebody_adds_during_the_build_is_kept_and_named() {
    let project = Project::new();
    project.publish(SITE);
    let publisher = project.begin().expect("may write here");
    put_all(&publisher, &[("index.html", "new")]);
    project.write("public/research/a/notes.txt", "mine");
    let published = publisher.commit(false).expect("nothing is in the way");
    let left = published.left_over.expect("somebody's file is in it");
    assert_eq!(fs::read_to_string(left.join("research/a/notes.txt")).expect("kept"), "mine");
    assert_eq!(project.read("public/index.html"), "new");
    project.publish(SITE);
    assert_eq!(fs::read_to_string(left.join("research/a/notes.txt")).expect("kept"), "mine");
}

#[test]
fn an_output_that_is_replaced_during_the_build_is_not_swapped_away() {
    let project = Project::new();
    project.publish(SITE);
    let publisher = project.begin().expect("may write here");
    put_all(&publisher, &[("index.html", "new")]);
    fs::rename(project.at("public"), project.at("moved")).expect("renamable");
    project.write("public/mine", "mine");
    let failure = publisher.commit(false).expect_err("that is not the folder we looked at");
    assert!(failure.what.contains("moved or replaced"), "{failure}");
    assert_eq!(project.read("public/mine"), "mine");
    assert!(project.is_tidy());
}
