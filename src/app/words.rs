//! Numbers, states and names as a person reads them, in the chosen language.
//! What a screen reader says of a card is made here.

use super::desk::Desk;
use crate::base::{BrokerId, Duration};
use crate::lab::view::{
    AssignedView, BrokerView, ClientView, ClusterView, GroupPhase, GroupView, NodeState, ReplicaView, Role,
};
use crate::t;
use crate::text::Lang;

/// The text that names a process's state.
pub(crate) const fn state_key(state: NodeState) -> &'static str {
    match state {
        NodeState::NotStarted => "state-not-started",
        NodeState::Starting => "state-starting",
        NodeState::Fenced => "state-fenced",
        NodeState::Running => "state-running",
        NodeState::Frozen => "state-frozen",
        NodeState::Stopping => "state-stopping",
        NodeState::Stopped => "state-stopped",
        NodeState::Crashed => "state-crashed",
        NodeState::PowerCut => "state-power-cut",
        NodeState::Failed => "state-failed",
    }
}

/// A number with one decimal, with the language's own mark.
pub(crate) fn decimal(lang: Lang, number: f64) -> String {
    let text = if number >= 100.0 { format!("{number:.0}") } else { format!("{number:.1}") };
    match lang {
        Lang::En => text,
        Lang::Fr => text.replace('.', ","),
    }
}

/// A number of bytes, in the unit that suits it.
pub(crate) fn bytes(lang: Lang, count: u64) -> String {
    let count = count as f64;
    let (key, value) = if count < 1024.0 {
        return t!(lang, "unit-bytes", n = format!("{count:.0}"));
    } else if count < 1024.0 * 1024.0 {
        ("unit-kib", count / 1024.0)
    } else if count < 1024.0 * 1024.0 * 1024.0 {
        ("unit-mib", count / 1024.0 / 1024.0)
    } else {
        ("unit-gib", count / 1024.0 / 1024.0 / 1024.0)
    };
    crate::text::tr(lang, key, &[("n", decimal(lang, value).into())])
}

/// A length of time, in the unit that suits it.
pub(crate) fn duration(lang: Lang, length: Duration) -> String {
    match length.0 {
        us if us < 1_000 => format!("{us}\u{202f}µs"),
        us if us < 10_000 => format!("{}\u{202f}ms", decimal(lang, us as f64 / 1e3)),
        us if us < 1_000_000 => format!("{}\u{202f}ms", us / 1_000),
        us => format!("{}\u{202f}s", decimal(lang, us as f64 / 1e6)),
    }
}

/// A speed in thousandths of real time: `× 0.5`.
pub(crate) fn speed(lang: Lang, permille: u32) -> String {
    let factor = f64::from(permille) / 1_000.0;
    let text = match permille {
        0..=9 => format!("{factor:.3}"),
        10..=99 => format!("{factor:.2}"),
        100..=9_999 if !permille.is_multiple_of(1_000) => format!("{factor:.1}"),
        _ => format!("{factor:.0}"),
    };
    match lang {
        Lang::En => format!("× {text}"),
        Lang::Fr => format!("× {}", text.replace('.', ",")),
    }
}

/// `orders 0 1 3`, without the topic's name when there is only one.
pub(crate) fn partitions(cluster: &ClusterView, assigned: &[AssignedView]) -> String {
    let mut text = String::new();
    let mut topic = None;
    let is_one = assigned.windows(2).all(|pair| pair[0].partition.topic == pair[1].partition.topic);
    for it in assigned {
        if topic != Some(it.partition.topic) && !is_one {
            let name = cluster.topic(it.partition.topic).map_or("", |topic| &topic.name);
            text.push_str(if text.is_empty() { "" } else { " · " });
            text.push_str(name);
        }
        topic = Some(it.partition.topic);
        text.push_str(if text.is_empty() { "" } else { " " });
        text.push_str(&it.partition.partition.to_string());
    }
    text
}

/// What a group is doing: Kafka's word, and its generation.
pub(crate) fn phase(desk: &Desk, group: Option<&GroupView>) -> String {
    match group {
        Some(group) if group.phase == GroupPhase::Stable => {
            format!("{} · {}", group.phase.name(), desk.t1("generation", "n", i64::from(group.generation.0)))
        }
        Some(group) => group.phase.name().to_owned(),
        None => desk.t("state-not-started"),
    }
}

/// What a replica is, in one word.
pub(crate) fn role(desk: &Desk, role: Role, in_sync: bool) -> String {
    desk.t(match (role, in_sync) {
        (Role::Leader, _) => "role-leader",
        (Role::Follower, true) => "role-follower",
        (Role::Follower, false) => "role-lagging",
        (Role::Offline, _) => "role-offline",
    })
}

/// A replica, in full.
pub(crate) fn replica_name(desk: &Desk, broker: BrokerId, replica: &ReplicaView) -> String {
    t!(
        desk.lang(),
        "replica-name",
        partition = desk.view.cluster.partition_name(replica.partition),
        broker = i64::from(broker.0),
        role = role(desk, replica.role, replica.in_sync),
        committed = replica.high_watermark.0,
        end = replica.log_end.0,
    )
}

/// A broker, in full.
pub(crate) fn broker_name(desk: &Desk, broker: &BrokerView) -> String {
    let leads = broker.replicas.iter().filter(|it| it.role == Role::Leader && !it.is_internal).count();
    t!(
        desk.lang(),
        "broker-name",
        id = i64::from(broker.id.0),
        state = desk.t(state_key(broker.state)),
        leads = leads as i64,
        replicas = broker.replicas.iter().filter(|it| !it.is_internal).count() as i64,
    )
}

/// A client, in full.
pub(crate) fn client_name(desk: &Desk, client: &ClientView) -> String {
    let key = if client.producer.is_some() { "producer-name" } else { "consumer-name" };
    let group = client.consumer.as_ref().map(|it| it.group.to_string()).unwrap_or_default();
    crate::text::tr(
        desk.lang(),
        key,
        &[
            ("name", client.name.to_string().into()),
            ("group", group.into()),
            ("state", desk.t(state_key(client.state)).into()),
        ],
    )
}

/// A group, in full.
pub(crate) fn group_name(desk: &Desk, name: &str) -> String {
    let group = desk.view.cluster.group(name);
    t!(
        desk.lang(),
        "group-name",
        name = name.to_owned(),
        state = phase(desk, group),
        members = group.map_or(0, |group| group.members.len()) as i64,
        lag = group.map_or(0, |group| group.lag),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_well_in_both_languages() {
        assert_eq!(bytes(Lang::En, 12_700), "12.4 KiB");
        assert_eq!(duration(Lang::Fr, Duration::from_millis(1_500)), "1,5\u{202f}s");
        assert_eq!(speed(Lang::En, 500), "× 0.5");
        assert_eq!(speed(Lang::Fr, 500), "× 0,5");
        assert_eq!(speed(Lang::En, 10_000), "× 10");
    }
}
