use brokerscope::world::*;
use brokerscope::base::*;
use brokerscope::scenario::*;
use brokerscope::history::*;
fn main() {
    let id = std::env::args().nth(1).unwrap_or("11-broker-dies".into());
    let until: u64 = std::env::args().nth(2).and_then(|s| s.parse().ok()).unwrap_or(60);
    let shipped = library().iter().find(|s| s.id == id).unwrap();
    let scenario = match Scenario::parse(shipped.id, shipped.bytes) { Ok(s) => s, Err(p) => { for p in p { println!("{}", p.plain(brokerscope::text::Lang::En)); } return; } };
    let world = World::new(&scenario.cluster_spec()).unwrap();
    println!("booted, {} events", world.events());
    let script = scenario.moments().iter().map(|m| ScriptEntry { at: m.at + BOOT, action: match &m.deed { Deed::World(a) => Some(a.clone()), _ => None } }).collect();
    let mut history = History::new(world, script);
    let start = std::time::Instant::now();
    history.advance(Instant(until * 1_000_000) + BOOT, u64::MAX, |world, facts| { for fact in facts { if fact.is_story() { println!("{} {fact:?}", world.scenario_time()); } } });
    println!("{:?} {} events {}", start.elapsed(), history.world().events(), history.world().digest());
    for (id, spec, ..) in history.world().clients() { println!("{} sent {} {:?}", spec.name(), history.world().sent(id), history.world().ledger().client(id)); }
}
