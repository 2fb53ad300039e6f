package worldmesh.peer.core;

import worldmesh.peer.event.Event;
import worldmesh.peer.view.EventBus;

/** What the parts of one session share: the world, the links, the events, the counters, the time of this update. */
final class SessionScope {
    final LocalWorld world;
    final Links links;
    final EventBus bus;
    final SessionSettings settings;
    final SessionCounters counters = new SessionCounters();

    /** Random: names this session in hellos, commands and chat. */
    final long session;

    long nowNanos;

    /** Updates so far: the tick of this session. */
    long tick;

    SessionScope(LocalWorld world, Links links, SessionSettings settings, long session) {
        this.world = world;
        this.links = links;
        this.settings = settings;
        this.session = session;
        this.bus = new EventBus(world.views().guard());
    }

    void emit(Event event) {
        bus.emit(event);
    }

    long worldMillis() {
        return world.worldMillis();
    }
}
