package worldmesh.peer.core;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import worldmesh.peer.checkup.TurnWatch;
import worldmesh.peer.error.WorldMeshError;
import worldmesh.peer.event.ErrorNotification;
import worldmesh.peer.event.Event;
import worldmesh.peer.event.FailureEvent;
import worldmesh.peer.event.ObserverFailedEvent;
import worldmesh.peer.event.Origin;
import worldmesh.peer.view.EventBus;
import worldmesh.world.sector.Interest;

/** What the parts of one session share: the world, the links, the events, the counters, the time of this update. */
final class SessionScope {
    final LocalWorld world;
    final Links links;
    final EventBus bus;
    final SessionSettings settings;
    final SessionCounters counters = new SessionCounters();

    /** Random: names this session in hellos, commands and chat. */
    final long session;

    /** Which sectors this side wants to hear about. */
    Interest interest = Interest.EVERYTHING;

    private @Nullable Recovery recovery;

    long nowNanos;

    /** This machine's clock, which may be wrong: told, never relied on. */
    long wallMillis;

    /** Updates so far: the tick of this session. */
    long tick;

    /** How they run. */
    final TurnWatch turns;

    /** Messages of this update whose signatures and rules are looked into, which is what an update costs. */
    int judged;

    /** True if more came than this update may cost: what others have said already may be unread. */
    boolean behind;

    SessionScope(LocalWorld world, Links links, SessionSettings settings, long session) {
        this.world = world;
        this.links = links;
        this.settings = settings;
        this.session = session;
        this.turns = new TurnWatch(settings.turnsAsked());
        this.bus = new EventBus(world.views().guard());
    }

    /** An update begins. */
    void turn() {
        tick++;
        turns.onTurn(nowNanos);
    }

    void at(long nanos, long millis) {
        nowNanos = nanos;
        wallMillis = millis;
        judged = 0;
    }

    void emit(Event event) {
        bus.emit(event);
        // What a listener of the game throws is no trouble of the session.
        if (event instanceof ErrorNotification failed && !(event instanceof ObserverFailedEvent)) {
            recovery().onError(failed.error());
        }
    }

    /** Who recovers from errors. */
    void onErrors(Recovery by) {
        recovery = by;
    }

    private Recovery recovery() {
        return Objects.requireNonNull(recovery, "errors come before the session is put together");
    }

    /** Tells an error that no other event tells, but not again while the session recovers from its like. */
    void fail(WorldMeshError error) {
        if (!recovery().isUnderWay(error.kind())) {
            emit(new FailureEvent(error, Origin.LOCAL, worldMillis()));
        }
    }

    long worldMillis() {
        return world.worldMillis();
    }
}
