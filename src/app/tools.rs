//! Whether a deed is among the tools of the step, and how each tool is called in words.

use super::desk::Desk;
use super::locks;
use crate::lab::view::Tool;
use crate::world::Action;

/// Whether a deed may be done now.
pub(crate) fn allows(desk: &Desk, action: &Action) -> bool {
    locks::allows(desk, Tool::of(action))
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
