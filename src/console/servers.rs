//! `--bootstrap-server`: which brokers a list of addresses stands for.
//!
//! Broker `n` listens on `localhost:(9091 + n)`: broker 1 on 9092, as in Kafka's
//! own sample file, broker 2 on 9093 and so on. Mirrors `ClientUtils`.

use crate::base::BrokerId;

/// What a broker's port is its `node.id` more than.
const PORT_BASE: i32 = 9_091;

/// The port a broker listens on.
#[must_use]
pub const fn port(broker: BrokerId) -> i32 {
    PORT_BASE.saturating_add(broker.0)
}

/// The brokers of a list of servers, those that don't exist included.
///
/// # Errors
/// Kafka's message when the list is no list of addresses.
pub fn parse(servers: &str) -> Result<Vec<BrokerId>, String> {
    let mut brokers = Vec::new();
    for server in servers.split(',').map(str::trim).filter(|server| !server.is_empty()).take(64) {
        let invalid = || format!("Invalid url in bootstrap.servers: {server}");
        let (host, port) = server.rsplit_once(':').ok_or_else(invalid)?;
        let host = host.rsplit_once("//").map_or(host, |(_, host)| host);
        let port: u16 = port.parse().map_err(|_| invalid())?;
        if host.is_empty() {
            return Err(invalid());
        }
        if ["localhost", "127.0.0.1", "[::1]", "0.0.0.0"].contains(&host) {
            brokers.push(BrokerId(i32::from(port) - PORT_BASE));
        }
    }
    if brokers.is_empty() {
        return Err("No resolvable bootstrap urls given in bootstrap.servers".to_owned());
    }
    Ok(brokers)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ports_stand_for_brokers() {
        assert_eq!(parse("localhost:9092, 127.0.0.1:9094"), Ok(vec![BrokerId(1), BrokerId(3)]));
        assert_eq!(parse("localhost:9"), Ok(vec![BrokerId(-9082)]));
        assert_eq!(parse("kafka"), Err("Invalid url in bootstrap.servers: kafka".to_owned()));
        assert!(parse("elsewhere:9092").is_err_and(|why| why.starts_with("No resolvable")));
        assert_eq!(port(BrokerId(2)), 9093);
    }
}
