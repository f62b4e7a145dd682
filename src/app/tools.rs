//! Which tool of a step a deed is, and how each tool is called in words.

use super::desk::Desk;
use super::locks;
use crate::lab::view::Tool;
use crate::world::Action;

/// The tool that a deed is.
pub(crate) const fn of(action: &Action) -> Tool {
    match action {
        Action::Start(_) => Tool::Start,
        Action::Stop(_) => Tool::Stop,
        Action::Kill(_) => Tool::Kill,
        Action::Freeze(_) => Tool::Freeze,
        Action::Thaw(_) => Tool::Thaw,
        Action::Send(..) => Tool::Send,
        Action::SetRate(..) => Tool::SetRate,
        Action::SetConfig(..) => Tool::SetConfig,
        Action::Commit(_) => Tool::Commit,
        Action::Seek(..) => Tool::Seek,
        Action::DropNextAck(_) => Tool::DropNextAck,
        Action::DeleteLocalState(_) => Tool::DeleteLocalState,
        Action::ResetOffsets(..) => Tool::ResetOffsets,
        Action::CleanStop(_) => Tool::CleanStop,
        Action::Crash(_) => Tool::Crash,
        Action::PowerCut(_) => Tool::PowerCut,
        Action::Restart(_) => Tool::Restart,
        Action::AddBroker(_) => Tool::AddBroker,
        Action::SetBrokerConfig(..) => Tool::SetBrokerConfig,
        Action::Link(..) => Tool::Link,
        Action::Cut(..) => Tool::Cut,
        Action::CutOneWay(..) => Tool::CutOneWay,
        Action::Isolate(_) => Tool::Isolate,
        Action::SlowFetch(..) => Tool::SlowFetch,
        Action::Heal => Tool::Heal,
        Action::SlowDisk(..) => Tool::SlowDisk,
        Action::FullDisk(_) => Tool::FullDisk,
        Action::WipeDisk(_) => Tool::WipeDisk,
        Action::CorruptByte(..) => Tool::CorruptByte,
        Action::CreateTopic(_) => Tool::CreateTopic,
        Action::DeleteTopic(_) => Tool::DeleteTopic,
        Action::AddPartitions(..) => Tool::AddPartitions,
        Action::SetTopicConfig(..) => Tool::SetTopicConfig,
        Action::DeleteRecords(..) => Tool::DeleteRecords,
        Action::ElectPreferred(..) => Tool::ElectPreferred,
        Action::ElectUnclean(..) => Tool::ElectUnclean,
        Action::Reassign(..) => Tool::Reassign,
        Action::Console(..) => Tool::Console,
    }
}

/// Whether a deed may be done now.
pub(crate) fn allows(desk: &Desk, action: &Action) -> bool {
    locks::allows(desk, of(action))
}

/// The text that names a tool: that of its menu entry, where it has one.
pub(crate) const fn key(tool: Tool) -> &'static str {
    match tool {
        Tool::Start => "tool-start",
        Tool::Stop => "tool-stop",
        Tool::Kill => "tool-kill",
        Tool::Freeze => "menu-freeze",
        Tool::Thaw => "menu-thaw",
        Tool::Send => "tool-send",
        Tool::SetRate => "menu-rate",
        Tool::SetConfig => "tool-set-config",
        Tool::Commit => "menu-commit",
        Tool::Seek => "tool-seek",
        Tool::DropNextAck => "menu-drop-ack",
        Tool::DeleteLocalState => "tool-delete-local-state",
        Tool::ResetOffsets => "tool-reset-offsets",
        Tool::CleanStop => "menu-clean-stop",
        Tool::Crash => "menu-crash",
        Tool::PowerCut => "menu-power-cut",
        Tool::Restart => "menu-restart",
        Tool::AddBroker => "menu-add-broker",
        Tool::SetBrokerConfig => "tool-set-broker-config",
        Tool::Link => "tool-link",
        Tool::Cut => "tool-cut",
        Tool::CutOneWay => "tool-cut-one-way",
        Tool::Isolate => "menu-isolate",
        Tool::SlowFetch => "tool-slow-fetch",
        Tool::Heal => "menu-heal",
        Tool::SlowDisk => "tool-slow-disk",
        Tool::FullDisk => "menu-full-disk",
        Tool::WipeDisk => "menu-wipe-disk",
        Tool::CorruptByte => "tool-corrupt",
        Tool::CreateTopic => "menu-create-topic",
        Tool::DeleteTopic => "menu-delete-topic",
        Tool::AddPartitions => "menu-add-partition",
        Tool::SetTopicConfig => "tool-set-topic-config",
        Tool::DeleteRecords => "menu-delete-records",
        Tool::ElectPreferred => "menu-elect-preferred",
        Tool::ElectUnclean => "tool-elect-unclean",
        Tool::Reassign => "tool-reassign",
        Tool::Pause => "tool-pause",
        Tool::Mark => "tool-mark",
        Tool::Rewind => "tool-rewind",
        Tool::Branch => "tool-branch",
        Tool::Console => "tool-console",
        Tool::Sql => "tool-sql",
    }
}
