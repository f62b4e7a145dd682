//! Why a fact happened, in one or two plain sentences; nothing when the fact
//! speaks for itself.

use super::{Names, text};
use crate::base::BrokerId;
use crate::protocol::ErrorCode;
use crate::story::{DeleteReason, Election, Fact, IsrReason, LeaveReason, RebalanceReason};
use crate::text::{Lang, tr};

/// What a Kafka error means, in plain words; `None` for the rare ones.
#[must_use]
pub fn error_in_plain_words(lang: Lang, error: ErrorCode) -> Option<String> {
    let key = format!("error-{}", error.name());
    let words = tr(lang, &key, &[]);
    (words != key).then_some(words)
}

/// The reason for a fact, when there is one to give.
#[must_use]
pub fn why(lang: Lang, fact: &Fact, _names: &dyn Names) -> Option<String> {
    let error = match fact {
        Fact::ProduceRefused { error, .. }
        | Fact::CommitRejected { error, .. }
        | Fact::SendFailed { error, .. }
        | Fact::Retrying { error, .. }
        | Fact::ErrorReturned { error, .. } => Some(*error),
        _ => None,
    };
    if let Some(error) = error {
        return error_in_plain_words(lang, error);
    }
    if let Fact::OffsetReset { from: Some(from), .. } = fact {
        return Some(tr(lang, "why-offset-reset-range", &[("from", text(from))]));
    }
    key(fact).map(|key| tr(lang, key, &[]))
}

const fn key(fact: &Fact) -> Option<&'static str> {
    Some(match fact {
        Fact::BrokerFenced { silent_ms: Some(_), .. } => "why-fenced-silent",
        Fact::BrokerFenced { silent_ms: None, .. } => "why-fenced-stop",
        Fact::BrokerUnfenced { .. } => "why-unfenced",
        Fact::LeaderChanged { to: BrokerId(-1), .. } => "why-leader-none",
        Fact::LeaderChanged { from: BrokerId(-1), election: Election::Clean, .. } => return None,
        Fact::LeaderChanged { election, .. } => match election {
            Election::Clean => "why-leader-clean",
            Election::Preferred => "why-leader-preferred",
            Election::Unclean => "why-leader-unclean",
            Election::ControlledShutdown | Election::Reassignment => return None,
        },
        Fact::IsrChanged { reason, .. } => match reason {
            IsrReason::Lagging => "why-isr-lagging",
            IsrReason::CaughtUp => "why-isr-caught-up",
            IsrReason::Fenced => "why-isr-fenced",
            IsrReason::Shutdown => "why-isr-shutdown",
            IsrReason::Unclean => "why-isr-unclean",
            IsrReason::Reassigned => "why-isr-reassigned",
        },
        Fact::DuplicateDropped { .. } => "why-duplicate",
        Fact::Truncated { to, high_watermark, .. } if to.0 < high_watermark.0 => "why-truncated-committed",
        Fact::Truncated { .. } => "why-truncated",
        Fact::SegmentRolled { by_time: true, .. } => "why-rolled-time",
        Fact::SegmentRolled { by_time: false, .. } => "why-rolled-size",
        Fact::SegmentDeleted { reason, .. } | Fact::LogStartMoved { reason, .. } => match reason {
            DeleteReason::Time => "why-deleted-time",
            DeleteReason::Size => "why-deleted-size",
            DeleteReason::LogStart => "why-deleted-start",
            DeleteReason::Truncated => "why-deleted-truncated",
            DeleteReason::Removed => "why-deleted-removed",
        },
        Fact::LogRecovered { lost_bytes: 1.., .. } => "why-recovered-lost",
        Fact::CoordinatorLoaded { .. } => "why-coordinator",
        Fact::PollTimedOut { .. } => "why-poll",
        Fact::PartitionsLost { .. } => "why-lost",
        Fact::OffsetReset { .. } => "why-offset-reset-none",
        _ => return group(fact),
    })
}

const fn group(fact: &Fact) -> Option<&'static str> {
    Some(match fact {
        Fact::MemberLeft { reason, .. } => match reason {
            LeaveReason::SessionExpired => "why-left-session",
            LeaveReason::RebalanceTimeout | LeaveReason::SyncTimeout => "why-left-rebalance",
            LeaveReason::Replaced => "why-left-replaced",
            LeaveReason::Left => return None,
        },
        Fact::RebalanceStarted { reason, .. } => match reason {
            RebalanceReason::MemberJoined => "why-rebalance-joined",
            RebalanceReason::MemberLeft => "why-rebalance-left",
            RebalanceReason::SubscriptionChanged => "why-rebalance-subscription",
            RebalanceReason::LeaderRejoined => "why-rebalance-leader",
            RebalanceReason::StaticMemberReturned => "why-rebalance-static",
        },
        Fact::GroupStable { .. } => "why-generation",
        _ => return None,
    })
}
