//! Brokerscope: a real miniature Kafka cluster under a virtual clock.
//!
//! The rooms, bottom to top; a room imports only rooms below it:
//!
//! | room | what lives there |
//! |---|---|
//! | [`base`] | ids, virtual time, named random streams, digest |
//! | [`text`] | messages in French and English |
//! | [`sim`] | node contract, event queue, network, disk; knows no Kafka |
//! | [`protocol`] | requests, responses, error codes, record batch |
//! | [`config`] | Kafka's settings and their defaults |
//! | [`story`] | what can happen, as plain facts |
//! | [`storage`] | segments, indexes, logs, retention |
//! | [`metadata`] | the cluster image that replaying metadata records builds |
//! | [`assignor`] | range, roundrobin, sticky, cooperative-sticky |
//! | [`controller`] | registration, placement, elections |
//! | [`coordinator`] | consumer groups and their offsets |
//! | [`broker`] | produce, fetch, replication |
//! | [`client`] | producer, consumer, admin |
//! | [`console`] | Kafka's commands, typed and answered |
//! | [`world`] | all nodes on one simulator |
//! | [`invariants`] | the laws of a Kafka cluster |
//! | [`history`] | journal, checkpoints, seek, branches |
//! | [`scenario`] | scenario files: parsing, checking, running |
//! | [`lab`] | one class session: commands in, views out |
//! | [`runtime`] | the edge: engine thread, pacing, files |
//! | [`app`] | the window |
//! | [`cli`] | the commands |

#![forbid(unsafe_code)]
#![warn(missing_docs)]

#[cfg(feature = "window")]
pub mod app;
pub mod assignor;
pub mod base;
pub mod broker;
pub mod cli;
pub mod client;
pub mod config;
pub mod console;
pub mod controller;
pub mod coordinator;
pub mod history;
pub mod invariants;
pub mod lab;
pub mod metadata;
pub mod protocol;
pub mod runtime;
pub mod scenario;
pub mod sim;
pub mod storage;
pub mod story;
pub mod text;
pub mod world;
