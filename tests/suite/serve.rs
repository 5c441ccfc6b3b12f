//! How `almoner serve` behaves: what it shows and when, whom it answers, and what it lives through. That edits of every kind are served
//! as they are built is the matter of `edits.rs`.

use std::fs;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use almoner::release::Include;
use almoner::serve::{self, Clock, ServeRequest, Tell, Told};
use nix::sys::signal::Signal;

use crate::command::program;
use crate::served::{
    AS_OF, Served, ask, assert_as_built, built, clock, copy_of, end, events, page, put, save_whole, small_hub, started, until,
};

#[test]
fn the_demonstration_hub_is_served_as_it_is_built() {
    let served = Served::start(copy_of("content"));
    let built = built(&served).expect("the demonstration hub is sound");
    assert!(built.len() > 300, "only {} files were built", built.len());
    assert_as_built(&served, &built, "nothing");
    served.server.stop();
}

#[test]
fn the_public_site_of_a_moment_is_served_as_it_is_built_but_for_the_copy_that_it_offers() {
    let served = Served::showing(copy_of("content"), Include::default());
    let mut built = built(&served).expect("the demonstration hub is sound");
    let worker = built.remove("sw.js").expect("the public site offers a copy");
    let offer = built.remove("offline/index.html").expect("a page offers it");
    // What only that page and the worker ask for.
    let is_of_offer = |path: &str| path == "offline.json" || (path.starts_with("assets/offline.") && path.ends_with(".js"));
    built.retain(|path, _| !is_of_offer(path));
    assert_as_built(&served, &built, "nothing");
    let instead = served.get("/offline/");
    assert_eq!(instead.status, 200);
    assert!(instead.text().contains("kept on no device") && instead.body != offer, "{}", instead.text());
    assert!(served.get("/about/privacy/").text().contains("href=\"/offline/\""), "pages lead there");
    let retired = served.get("/sw.js");
    assert_eq!((retired.status, retired.body == worker), (200, false));
    assert!(retired.text().contains("unregister"), "{}", retired.text());
}

#[test]
fn a_page_is_shown_before_the_pass_however_it_is_saved() {
    let served = Served::start(small_hub());
    let path = served.folder.hub().join("notes/n1.md");
    for way in ["over itself", "whole"] {
        let is_alone = |told: &Told| matches!(told, Told::Redrawn(redrawn) if redrawn.alone && redrawn.files == [path.clone()]);
        let mut saves = 0;
        // On a busy machine the pass may have been first.
        until(&format!("a page that is saved {way} is shown alone"), || {
            saves += 1;
            let text = page(1, &format!("Words of save {saves}, {way}."));
            if way == "whole" {
                save_whole(&path, &text)
            } else {
                put(&path, text.as_bytes())
            }
            served.settle();
            served.told.lock().expect("nobody panics while telling").drain(..).any(|told| is_alone(&told))
        });
    }
}

#[test]
fn the_program_ends_when_it_is_told_to() {
    let folder = small_hub();
    for (signal, code) in [(Signal::SIGINT, 130), (Signal::SIGTERM, 143)] {
        let (child, stream, said) = started(&folder, &["--port", "0"]);
        assert!(said.contains("  ready     http://127.0.0.1:"), "{said}");
        let (ended, said) = end(child, stream, signal);
        assert!(ended == Some(code) && said.contains("stopped after"), "{signal}: {ended:?} {said}");
    }
}

#[test]
fn the_program_says_that_a_port_is_taken() {
    let folder = small_hub();
    // Where this fails, somebody else has it.
    let _usual = std::net::TcpListener::bind(("127.0.0.1", 4000));
    let (child, stream, said) = started(&folder, &[]);
    assert!(said.contains("port 4000 is taken"), "{said}");
    let ready = said.split("  ready     http://127.0.0.1:").nth(1).and_then(|rest| rest.split('/').next()?.parse::<u16>().ok());
    assert!(ready.is_some_and(|port| (4001..=4009).contains(&port)), "{said}");
    end(child, stream, Signal::SIGINT);
    let taken = std::net::TcpListener::bind(("127.0.0.1", 0)).expect("a port");
    let port = taken.local_addr().expect("an address").port().to_string();
    let refused = program().args(["serve", "--port", &port]).current_dir(folder.path()).output().expect("the program can be started");
    let said = String::from_utf8_lossy(&refused.stderr);
    assert!(refused.status.code() == Some(2) && said.contains("this port is taken") && said.contains("--port"), "{said}");
}

#[test]
fn only_this_host_may_ask_and_only_for_reading() {
    let served = Served::start(small_hub());
    let port = served.port();
    let with = |request: &str| ask(port, &request.replace('\n', "\r\n").replace("PORT", &port.to_string()));
    for host in ["127.0.0.1:PORT", "localhost:PORT", "LOCALHOST:PORT", "[::1]:PORT"] {
        let reply = with(&format!("GET / HTTP/1.1\nHost: {host}\nConnection: close\n\n"));
        assert_eq!(reply.status, 200, "{host}");
    }
    for host in ["evil.example", "evil.example:PORT", "127.0.0.1", "127.0.0.1:1", "127.0.0.1.evil.example:PORT", "localhost.:PORT", ""] {
        let reply = with(&format!("GET / HTTP/1.1\nHost: {host}\nConnection: close\n\n"));
        assert!(reply.status == 421 || reply.status == 400, "{host}: {}", reply.head);
        assert!(!reply.text().contains("A hub"), "{host}");
    }
    for method in ["POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE"] {
        let reply = with(&format!("{method} / HTTP/1.1\nHost: 127.0.0.1:PORT\nContent-Length: 0\nConnection: close\n\n"));
        assert_eq!(reply.status, 405, "{method}");
        assert!(reply.head.contains("allow: get, head"), "{}", reply.head);
    }
    let head = with("HEAD / HTTP/1.1\nHost: 127.0.0.1:PORT\nConnection: close\n\n");
    assert_eq!((head.status, head.body.len()), (200, 0));
    let page = served.get("/");
    for header in [
        "cache-control: no-store",
        "x-content-type-options: nosniff",
        "cross-origin-resource-policy: same-origin",
        "x-robots-tag: noindex",
        "content-security-policy: default-src 'none'; script-src 'self'",
    ] {
        assert!(page.head.contains(header), "{header} is missing in {}", page.head);
    }
    assert!(!page.head.contains("access-control-allow-origin"), "{}", page.head);
}

#[test]
fn an_address_is_a_key_and_no_path() {
    let served = Served::start(small_hub());
    put(&served.folder.path().join("secret.md"), b"a secret");
    for path in [
        "/../secret.md",
        "/..%2fsecret.md",
        "/%2e%2e/secret.md",
        "/notes/..%2f..%2fsecret.md",
        "//secret.md",
        "/hub.yaml",
        "/notes/n0.md",
        "/about/rows.csv",
        "/etc/passwd",
        "/%00",
        "/files/../hub.yaml",
        "/search/../../hub.yaml",
        "/~almoner/../hub.yaml",
    ] {
        let reply = served.get(path);
        assert!([404, 308].contains(&reply.status), "{path}: {}", reply.head);
        assert!(!reply.text().contains("a secret") && !reply.text().contains("base_url"), "{path}");
    }
    let moved = served.get("/notes/n1?why=asked");
    assert_eq!(moved.status, 308);
    assert!(moved.head.contains("location: /notes/n1/?why=asked"), "{}", moved.head);
    assert_eq!(served.get("/notes/n1/index.html").status, 200);
    assert_eq!(served.get("/%ff").status, 400);
}

#[test]
fn it_lives_through_anything() {
    let served = Served::start(small_hub());
    let hub = served.folder.hub();
    let sound = served.get("/notes/n1/").as_built();
    let broken: &[(&str, &str, &str)] = &[
        ("hub.yaml", "title: [oops\n", "hub.yaml"),
        ("_types/page.yaml", "name: [oops\n", "_types"),
        ("_theme/base.html", "{% if %}", "_theme"),
        ("_theme/404.html", "{{ page.titel }}", "titel"),
        ("notes/n2.md", "no front matter", "n2.md"),
    ];
    for (path, text, said) in broken {
        let path = hub.join(path);
        let before = fs::read(&path).ok();
        put(&path, text.as_bytes());
        served.settle();
        assert!(served.get("/notes/n1/").as_built() == sound, "the last good page is kept with {path} broken");
        let events = events(served.port(), "/notes/n1/");
        assert!(events.contains("event: faults") && events.contains(said), "{path}: {events}");
        match before {
            Some(bytes) => put(&path, &bytes),
            None => fs::remove_file(&path).expect("a file can be deleted"),
        }
        served.settle();
        assert!(!events_of_faults(served.port()), "the faults are gone with {path} mended");
    }
    // The whole hub goes, and comes back with other words.
    let away = served.folder.path().join("away");
    fs::rename(&hub, &away).expect("a folder can be moved");
    until("the missing hub is noticed", || events(served.port(), "/").contains("there is no such folder"));
    assert!(served.get("/notes/n1/").as_built() == sound);
    put(&away.join("notes/n1.md"), page(1, "Other words.").as_bytes());
    fs::rename(&away, &hub).expect("a folder can be moved");
    served.settle();
    assert!(served.get("/notes/n1/").text().contains("Other words."));
    // The folder that came back is watched like the first.
    put(&hub.join("notes/n1.md"), page(1, "Still other words.").as_bytes());
    until("the next save is noticed", || served.get("/notes/n1/").text().contains("Still other words."));
    assert!(!events_of_faults(served.port()));
}

fn events_of_faults(port: u16) -> bool {
    events(port, "/notes/n1/").contains("event: faults")
}

#[test]
fn a_hub_with_faults_from_the_start_is_a_page_of_faults_and_then_a_site() {
    let folder = small_hub();
    put(&folder.hub().join("notes/n2.md"), b"---\ntitle: <script>alert(1)</script>\nstatus: nonsense\n---\n");
    let served = Served::start(folder);
    let page_of_faults = served.get("/anything/");
    assert_eq!(page_of_faults.status, 503);
    assert!(page_of_faults.text().contains("role=\"alert\"") && page_of_faults.text().contains("n2.md"));
    assert!(!page_of_faults.text().contains("<script>alert"), "words of the hub are no markup");
    put(&served.folder.hub().join("notes/n2.md"), page(2, "Mended.").as_bytes());
    until("the site appears", || served.get("/notes/n2/").status == 200);
}

#[test]
fn a_save_without_a_change_and_a_look_without_a_save_do_nothing() {
    let served = Served::start(small_hub());
    let path = served.folder.hub().join("notes/n1.md");
    let text = fs::read(&path).expect("a page");
    for _ in 0..20 {
        put(&path, &text);
        served.settle();
        let _ = served.get("/notes/n1/");
    }
    assert!(served.told.lock().expect("nobody panics while telling").is_empty());
}

#[test]
fn a_taken_port_is_an_error_or_the_next_one() {
    let taken = std::net::TcpListener::bind(("127.0.0.1", 0)).expect("a port");
    let port = taken.local_addr().expect("an address").port();
    let folder = small_hub();
    let request = |others| ServeRequest { hub: folder.hub(), include: Include::default(), as_of: None, port, others };
    let tell: Tell = Arc::new(|_, _| {});
    let refused = serve::start(&request(0), clock(), tell.clone()).err().expect("the port is taken");
    assert!(refused.what.contains("this port is taken"), "{refused}");
    let server = serve::start(&request(9), clock(), tell).expect("one of the next is free");
    assert!((port + 1..=port + 9).contains(&server.address().port()));
    server.stop();
}

#[test]
fn the_clock_alone_makes_a_page_public() {
    let folder = small_hub();
    let text = page(50, "Not before its hour.")
        .replace("published: 2026-01-10T09:00:00Z\nupdated: 2026-02-10T09:00:00Z", "published: 2026-11-22T12:00:10Z");
    put(&folder.hub().join("notes/n50.md"), text.as_bytes());
    let start = AS_OF.parse::<jiff::Timestamp>().expect("an instant").as_second();
    // A clock that goes on when it is told to.
    let hand = Arc::new(AtomicI64::new(start));
    let read = hand.clone();
    let clock: Clock = Arc::new(move || jiff::Timestamp::from_second(read.load(Ordering::SeqCst)).expect("an instant"));
    let request = ServeRequest { hub: folder.hub(), include: Include::default(), as_of: None, port: 0, others: 0 };
    let server = serve::start(&request, clock, Arc::new(|_, _| {})).expect("the hub can be served");
    assert_eq!(server.answer("/notes/n50/").status, 404);
    hand.store(start + 10, Ordering::SeqCst);
    until("the hour comes", || server.answer("/notes/n50/").status == 200);
    server.stop();
}

#[test]
fn search_goes_on_with_the_index_that_a_page_knows() {
    let served = Served::start(small_hub());
    let generation = |served: &Served| {
        let manifest: serde_json::Value = serde_json::from_slice(&served.get("/search/manifest.json").body).expect("a manifest");
        manifest["generation"].as_str().expect("a generation").to_owned()
    };
    let old = generation(&served);
    put(&served.folder.hub().join("notes/n1.md"), page(1, "A word like zyzzyva.").as_bytes());
    served.settle();
    let new = generation(&served);
    assert_ne!(old, new, "the index is of what is shown");
    for generation in [&old, &new] {
        assert_eq!(served.get(&format!("/search/{generation}/t/0.bin")).status, 200, "{generation}");
    }
}
