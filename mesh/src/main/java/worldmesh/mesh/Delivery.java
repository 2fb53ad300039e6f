package worldmesh.mesh;

import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import worldmesh.mesh.link.Lane;
import worldmesh.mesh.link.LinkListener;
import worldmesh.mesh.link.MeshSignal;
import worldmesh.mesh.link.Payload;
import worldmesh.mesh.link.VoiceTap;
import worldmesh.runtime.identity.PeerId;
import worldmesh.runtime.time.Clock;

/**
 * Where what the mesh reports goes: to a listener at once, else into the inbox until it is asked for; one stream of
 * state to a tap beside, and sound to whoever does not wait for it to be asked for. Confined to whoever has the mesh's
 * turn.
 */
final class Delivery {
    private final SignalInbox inbox = new SignalInbox();
    private @Nullable LinkListener listener;
    private @Nullable Consumer<MeshSignal> tap;
    private int tapped = -1;
    private @Nullable Ear ear;

    /** Who hears sound at once, and by which clock. */
    private record Ear(VoiceTap tap, Clock clock) {
        boolean take(PeerId from, Payload payload) {
            return tap.take(from, payload, clock.nanoTime());
        }
    }

    /** A listener that is handed messages as signals. */
    private record SignalListener(Consumer<MeshSignal> direct) implements LinkListener {
        @Override
        public void onSignal(MeshSignal signal) {
            direct.accept(signal);
        }

        @Override
        public void onMessage(PeerId from, Lane lane, int stream, Payload payload) {
            direct.accept(new MeshSignal.Received(from, lane, stream, payload.copy()));
        }
    }

    void deliverTo(Consumer<MeshSignal> direct) {
        listener = new SignalListener(direct);
    }

    void deliverTo(LinkListener direct) {
        listener = direct;
    }

    void tap(int stream, Consumer<MeshSignal> direct) {
        tapped = stream;
        tap = direct;
    }

    void tapVoice(VoiceTap first, Clock clock) {
        ear = new Ear(first, clock);
    }

    void signal(MeshSignal signal) {
        if (tap != null) {
            tap.accept(signal);
        }
        LinkListener direct = listener;
        if (direct == null) {
            inbox.add(signal);
        } else {
            direct.onSignal(signal);
        }
    }

    void message(PeerId from, Lane lane, int stream, Payload payload) {
        if (lane == Lane.VOICE && ear != null && ear.take(from, payload)) {
            return;
        }
        LinkListener direct = listener;
        if (tap != null && lane == Lane.STATE && stream == tapped) {
            tap.accept(new MeshSignal.Received(from, lane, stream, payload.copy()));
        } else if (direct == null) {
            inbox.add(new MeshSignal.Received(from, lane, stream, payload.copy()));
        } else {
            direct.onMessage(from, lane, stream, payload);
        }
    }

    /** True if the user can take more reliable messages of {@code from}. */
    boolean ready(PeerId from) {
        return inbox.ready(from);
    }

    /** Moves up to {@code max} signals to {@code target}. */
    void take(List<MeshSignal> target, int max) {
        inbox.take(target, max);
    }

    /** Signals that found the inbox full. */
    long dropped() {
        return inbox.dropped();
    }
}
