package worldmesh.testkit.mesh;

import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import worldmesh.mesh.MeshCore;
import worldmesh.mesh.MeshPort;
import worldmesh.mesh.link.CloseReason;
import worldmesh.mesh.link.Lane;
import worldmesh.mesh.link.LinkState;
import worldmesh.mesh.link.LinkStats;
import worldmesh.mesh.link.MeshOutbox;
import worldmesh.mesh.link.MeshSignal;
import worldmesh.mesh.link.NetworkStats;
import worldmesh.mesh.link.Payload;
import worldmesh.mesh.link.RadioRest;
import worldmesh.mesh.link.VoiceTap;
import worldmesh.runtime.identity.PeerId;
import worldmesh.runtime.net.DatagramPort;
import worldmesh.testkit.sim.Scheduler;
import worldmesh.testkit.sim.SimTimer;

/** The mesh port over the real {@link MeshCore}, with the scheduler in place of its loop. One thread. */
public final class SimMesh implements MeshPort {
    /** A deadline that has passed already is served this much later, so that virtual time goes on. */
    private static final long LEAST_STEP_NANOS = 1_000;

    /** Datagrams a socket holds for a program that stands still, as Linux does with 4 MiB of them. */
    private static final int HELD_MAX = 2_048;

    private final Scheduler scheduler;
    private final DatagramPort port;
    private final MeshCore core;
    private final Deque<MeshSignal> signals = new ArrayDeque<>();
    private final MeshOutbox outbox = new Outbox();
    private @Nullable SimTimer timer;
    private VoiceTap voice = (from, message, now) -> false;
    private final Deque<Datagram> held = new ArrayDeque<>();
    private boolean stalled;
    private boolean closed;

    /** The mesh of one process: its core and its socket, in virtual time. */
    public SimMesh(Scheduler scheduler, DatagramPort port, MeshCore core) {
        this.scheduler = scheduler;
        this.port = port;
        this.core = core;
        port.start(this::onDatagram);
    }

    private void onDatagram(InetSocketAddress from, byte[] data, int length) {
        if (stalled && held.size() < HELD_MAX) {
            held.add(new Datagram(from, data, length));
        } else if (!stalled && !closed) {
            core.onDatagram(from, data, length, scheduler.nowNanos(), outbox);
            rearm();
        }
    }

    /** Stands still: datagrams wait in the socket, timers are late. */
    public void stall() {
        stalled = true;
    }

    /** Goes on, with all that waited. */
    public void resume() {
        stalled = false;
        onTime();
        while (!held.isEmpty()) {
            Datagram next = held.remove();
            onDatagram(next.from, next.data, next.length);
        }
    }

    @Override
    public PeerId self() {
        return core.self();
    }

    @Override
    public InetSocketAddress local() {
        return port.local();
    }

    @Override
    public long connect(InetSocketAddress to, @Nullable PeerId expected) {
        long attempt = core.connect(to, expected, scheduler.nowNanos(), outbox);
        rearm();
        return attempt;
    }

    @Override
    public boolean send(PeerId to, Lane lane, int stream, byte[] message) {
        boolean queued = core.send(to, lane, stream, message, scheduler.nowNanos(), outbox);
        rearm();
        return queued;
    }

    @Override
    public void flush() {
        core.flush(scheduler.nowNanos(), outbox);
        rearm();
    }

    @Override
    public void rest(RadioRest rest) {
        core.rest(rest, scheduler.nowNanos());
        rearm();
    }

    /** The machine's own network carries again, and it has noticed. */
    public void networkBack() {
        core.onNetworkBack(scheduler.nowNanos(), outbox);
        rearm();
    }

    /** Leaves the watch over a peer to others, as the real membership does, or takes it up again. */
    public void calm(PeerId peer, boolean others) {
        core.calm(peer, others, scheduler.nowNanos());
        rearm();
    }

    @Override
    public void probe(PeerId peer, int bytes) {
        core.probe(peer, bytes);
    }

    @Override
    public void propose(PeerId peer, InetSocketAddress address) {
        core.propose(peer, address, scheduler.nowNanos(), outbox);
        rearm();
    }

    @Override
    public boolean shakesHands(InetSocketAddress address) {
        return core.shakesHands(address, scheduler.nowNanos());
    }

    @Override
    public void connectThrough(PeerId peer) {
        core.connectThrough(peer, scheduler.nowNanos(), outbox);
        rearm();
    }

    @Override
    public void welcome(PeerId peer) {
        core.welcome(peer, scheduler.nowNanos());
    }

    @Override
    public void tapVoice(VoiceTap tap) {
        voice = tap;
    }

    @Override
    public void close(PeerId peer, CloseReason reason) {
        core.close(peer, reason, scheduler.nowNanos(), outbox);
        rearm();
    }

    @Override
    public LinkStats stats(PeerId peer) {
        return core.stats(peer);
    }

    @Override
    public LinkState state(PeerId peer) {
        return core.state(peer);
    }

    @Override
    public NetworkStats networkStats(PeerId peer) {
        return core.networkStats(peer);
    }

    @Override
    public NetworkStats networkStats() {
        return core.networkStats();
    }

    @Override
    public int drain(Consumer<MeshSignal> consumer, int max) {
        int taken = 0;
        while (taken < max && !signals.isEmpty()) {
            consumer.accept(signals.remove());
            taken++;
        }
        return taken;
    }

    @Override
    public void close() {
        closed = true;
        port.close();
        if (timer != null) {
            timer.cancel();
        }
    }

    /** An earlier timer stays: it finds nothing due and arms the next one. */
    private void rearm() {
        long next = core.nextDeadlineNanos();
        if (closed || stalled || next == Long.MAX_VALUE || (timer != null && timer.deadlineNanos() <= next)) {
            return;
        }
        if (timer != null) {
            timer.cancel();
        }
        timer = scheduler.at(Math.max(next, scheduler.nowNanos() + LEAST_STEP_NANOS), this::onTime);
    }

    private void onTime() {
        timer = null;
        if (closed || stalled) {
            return;
        }
        core.onTime(scheduler.nowNanos(), outbox);
        rearm();
    }

    private record Datagram(InetSocketAddress from, byte[] data, int length) {}

    private final class Outbox implements MeshOutbox {
        @Override
        public void datagram(InetSocketAddress to, byte[] data, int offset, int length) {
            port.send(to, data, offset, length);
        }

        @Override
        public void signal(MeshSignal signal) {
            signals.add(signal);
        }

        @Override
        public void message(PeerId from, Lane lane, int stream, Payload payload) {
            if (lane != Lane.VOICE || !voice.take(from, payload, scheduler.nowNanos())) {
                MeshOutbox.super.message(from, lane, stream, payload);
            }
        }
    }
}
