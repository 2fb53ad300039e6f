package worldmesh.mesh.group;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import worldmesh.mesh.membership.View;
import worldmesh.runtime.identity.PeerId;
import worldmesh.runtime.loop.EventLoop;

/**
 * Asks the other members after a silent one before it is given up, and asks it itself when others do: nobody vouches
 * for a member by what it heard before. Confined to the party's loop.
 */
final class MemberProbe {
    /** A silent member that another one hears is asked after again so often. */
    private static final long AGAIN_NANOS = 400_000_000L;

    private final PartyState state;
    private final long waitNanos;
    private final EventLoop loop;
    private final Sender sender;
    private final Consumer<PeerId> doubter;
    private final Consumer<PeerId> unheard;
    private final Map<PeerId, Set<PeerId>> vouchers = new HashMap<>(); // by who is asked after; looked up only

    /** Who waits for an answer, by the member that they do not hear; looked up only. */
    private final Map<PeerId, Set<PeerId>> askers = new HashMap<>();

    /** Sends a frame to a fellow; it may get lost. */
    @FunctionalInterface
    interface Sender {
        void send(PeerId to, GroupFrame.Kind kind, byte[] body);
    }

    /**
     * {@code doubter} asks a member for a sign of life, {@code unheard} is told of one that nobody answered to hear.
     */
    MemberProbe(
            PartyState state,
            GroupSettings settings,
            EventLoop loop,
            Sender sender,
            Consumer<PeerId> doubter,
            Consumer<PeerId> unheard) {
        this.state = state;
        this.waitNanos = settings.probeMillis() * 1_000_000L;
        this.loop = loop;
        this.sender = sender;
        this.doubter = doubter;
        this.unheard = unheard;
    }

    void clear() {
        vouchers.clear();
        askers.clear();
    }

    /** A member's link fell silent: the others are asked, unless one of them has asked before. */
    void onSilent(PeerId peer) {
        View view = state.view;
        Set<PeerId> waiting = askers.remove(peer);
        boolean doubted = waiting != null
                && view != null
                && view.contains(peer)
                && waiting.stream().anyMatch(view::contains);
        if (doubted && !state.hears(peer)) {
            unheard.accept(peer);
        } else {
            ask(peer);
        }
    }

    /** A peer gave a sign of life: those who asked after it hear of it. */
    void onAlive(PeerId peer) {
        Set<PeerId> waiting = askers.remove(peer);
        if (waiting != null) {
            waiting.forEach(asker -> sender.send(asker, GroupFrame.Kind.HEARD, peer.bytes()));
        }
    }

    /** Asks every other member that is heard whether it hears {@code peer}. */
    void ask(PeerId peer) {
        View view = state.view;
        if (view == null || !view.contains(peer) || state.hears(peer) || state.suspected.contains(peer)) {
            return;
        }
        List<PeerId> witnesses = view.members().stream()
                .filter(member -> state.hears(member) && !state.suspected.contains(member))
                .toList();
        if (witnesses.isEmpty()) {
            unheard.accept(peer);
            return;
        }
        vouchers.put(peer, new HashSet<>());
        witnesses.forEach(witness -> sender.send(witness, GroupFrame.Kind.PROBE, peer.bytes()));
        loop.schedule(loop.nanoTime() + waitNanos, () -> asked(peer));
    }

    private void asked(PeerId peer) {
        Set<PeerId> heardBy = vouchers.remove(peer);
        View view = state.view;
        if (heardBy == null) {
            return;
        }
        if (!heardBy.isEmpty()) {
            loop.schedule(loop.nanoTime() + AGAIN_NANOS, () -> ask(peer));
        } else if (view != null && view.contains(peer) && !state.hears(peer)) {
            unheard.accept(peer);
        }
    }

    /** {@code from} asks whether this member hears {@code about}. */
    void onProbe(PeerId from, @Nullable PeerId about) {
        if (about != null && state.hears(about)) {
            askers.computeIfAbsent(about, peer -> new LinkedHashSet<>()).add(from);
            doubter.accept(about);
        }
    }

    /** {@code from} says that it hears {@code about}. */
    void onHeard(PeerId from, @Nullable PeerId about) {
        Set<PeerId> heardBy = about == null ? null : vouchers.get(about);
        View view = state.view;
        if (heardBy != null && view != null && view.contains(from)) {
            heardBy.add(from);
        }
    }
}
