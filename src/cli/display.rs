//! Whether there is a screen to open a window on. The window library's own
//! answer to "no" is a panic or a line for programmers, so we look first.

use std::path::Path;

/// What the window needs at run time on Debian and Ubuntu.
pub(super) const PACKAGES: &str =
    "libx11-6 libxcursor1 libx11-xcb1 libxi6 libxkbcommon-x11-0 libegl1 libgl1-mesa-dri";

/// What is known of the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Display {
    /// There is one, as far as can be told.
    There,
    /// None is named in the environment.
    None,
    /// One is named and nobody answers.
    Silent,
}

/// Looks for a screen.
pub(super) fn look() -> Display {
    if !cfg!(all(unix, not(target_os = "macos"))) {
        return Display::There;
    }
    let set = |name| std::env::var(name).ok().filter(|value| !value.is_empty());
    let wayland =
        set("WAYLAND_DISPLAY").map(|name| wayland_answers(&name, set("XDG_RUNTIME_DIR").as_deref()));
    if wayland == Some(true) || set("WAYLAND_SOCKET").is_some() {
        return Display::There;
    }
    match set("DISPLAY").map(|name| x_answers(&name)) {
        Some(true) => Display::There,
        Some(false) => Display::Silent,
        None if wayland.is_some() => Display::Silent,
        None => Display::None,
    }
}

#[cfg(unix)]
fn answers(socket: &Path) -> bool {
    std::os::unix::net::UnixStream::connect(socket).is_ok()
}

#[cfg(not(unix))]
fn answers(_: &Path) -> bool {
    true
}

fn wayland_answers(name: &str, runtime_directory: Option<&str>) -> bool {
    let name = Path::new(name);
    if name.is_absolute() {
        return answers(name);
    }
    runtime_directory.is_some_and(|directory| answers(&Path::new(directory).join(name)))
}

/// `:0`, `unix:0.0` are sockets here; anything else is on the network, left to the window library.
fn x_answers(name: &str) -> bool {
    let Some((host, rest)) = name.rsplit_once(':') else { return false };
    let number = rest.split('.').next().unwrap_or_default();
    if number.is_empty() || !number.bytes().all(|byte| byte.is_ascii_digit()) {
        return false;
    }
    if !(host.is_empty() || host == "unix") {
        return true;
    }
    let socket = format!("/tmp/.X11-unix/X{number}");
    answers(Path::new(&socket)) || abstract_answers(&socket)
}

/// Some systems have only the abstract socket of the same name.
#[cfg(target_os = "linux")]
fn abstract_answers(name: &str) -> bool {
    use std::os::linux::net::SocketAddrExt;
    use std::os::unix::net::{SocketAddr, UnixStream};
    SocketAddr::from_abstract_name(name).is_ok_and(|address| UnixStream::connect_addr(&address).is_ok())
}

#[cfg(not(target_os = "linux"))]
fn abstract_answers(_: &str) -> bool {
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_display_nobody_serves_is_silent() {
        assert!(!x_answers(":987") && !x_answers("nonsense") && !x_answers(":x"));
        assert!(x_answers("elsewhere:0"));
        assert!(!wayland_answers("wayland-987", Some("/no/such/place")));
    }
}
