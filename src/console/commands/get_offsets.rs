//! `kafka-get-offsets.sh` (`org.apache.kafka.tools.GetOffsetShell` of 4.0).

use super::Tool;
use super::support::{Partition, answered, list_offsets, name_of};
use super::topics::TopicPattern;
use crate::base::{EpochMillis, Offset};
use crate::console::options::{Opt, Options};
use crate::console::shell::CommandLine;
use crate::console::talk::{Stop, Talk, To};
use crate::protocol::{MetadataRequest, OffsetSpec};
