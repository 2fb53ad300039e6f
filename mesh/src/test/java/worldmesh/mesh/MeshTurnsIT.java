package worldmesh.mesh;

import static org.jetbrains.lincheck.datastructures.ManagedStrategyGuaranteeKt.forClasses;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jetbrains.lincheck.LincheckAssertionError;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.Test;
import worldmesh.mesh.link.CloseReason;
import worldmesh.mesh.link.LinkState;
import worldmesh.runtime.identity.PeerId;
import worldmesh.runtime.identity.PublicKey;
import worldmesh.runtime.identity.Signer;
import worldmesh.runtime.net.DatagramPort;
import worldmesh.runtime.time.Clock;

/**
 * The states of links as several threads see them: whatever the reader, the timer and callers do at once, each sees
 * what some order of whole turns explains. Lincheck's model checker runs the interleavings; a mesh without its lock is
 * the planted bug that it must find.
 */
class MeshTurnsIT {
    /** Scenarios of random operations, the same in every run. */
    private static final int ITERATIONS = 4;

    /** As many as the planted bug may hide from; the search ends at the first that shows it. */
    private static final int PLANTED_ITERATIONS = 40;

    /** Interleavings of each; most of the time goes into weaving the probes into the classes once. */
    private static final int INVOCATIONS = 30;

    static {
        // It warns of every record, whose fields are final and need no probes.
        System.setProperty("lincheck.logLevel", "ERROR");
    }

    /** What happens inside a turn without touching what turns share; interleavings within are not looked for. */
    private static final Set<String> INSIDE =
            Set.of("wire", "session", "crypto", "transport", "congestion", "relay", "ice", "turn", "quality", "path");

    private static boolean isInside(String className) {
        String[] names = className.split("\\.");
        return names.length > 3 && className.startsWith("worldmesh.mesh.") && INSIDE.contains(names[2]);
    }

    private static ModelCheckingOptions options(int iterations) {
        return new ModelCheckingOptions()
                .addGuarantee(forClasses(MeshTurnsIT::isInside).allMethods().treatAsAtomic())
                .iterations(iterations)
                .invocationsPerIteration(INVOCATIONS)
                .threads(2)
                .actorsPerThread(2)
                .actorsBefore(0)
                .actorsAfter(1)
                .minimizeFailedScenario(false);
    }

    @Test
    void everyThreadSeesTheStatesOfWholeTurns() {
        options(ITERATIONS).check(Turns.class);
    }

    @Test
    void withoutTheLockTheModelCheckerFindsAnOrderThatNoTurnsExplain() {
        LincheckAssertionError found = assertThrows(
                LincheckAssertionError.class,
                () -> options(PLANTED_ITERATIONS).actorsPerThread(1).check(NoTurns.class));

        assertTrue(String.valueOf(found.getMessage()).contains("Invalid execution results"), found::getMessage);
    }

    /** A mesh that takes turns. */
    public static final class Turns extends Shared {
        /** With the lock of every mesh. */
        public Turns() {
            super(new ReentrantLock());
        }
    }

    /** The planted bug. */
    public static final class NoTurns extends Shared {
        /** With a lock that locks nothing. */
        public NoTurns() {
            super(new Unlocked());
        }
    }

    /** Lets everybody in at once. */
    @SuppressWarnings("serial") // is never written
    private static final class Unlocked extends ReentrantLock {
        @Override
        public void lock() {}

        @Override
        public void unlock() {}

        @Override
        public int getHoldCount() {
            return 1;
        }
    }

    /** One end of a link that is up, and what its threads do. */
    public abstract static class Shared {
        private static final long NOON = 1_000_000_000L;

        private final End near;
        private final End far;
        private final PeerId stranger = key(9).peer();
        private final List<byte[]> farewell;

        Shared(ReentrantLock turn) {
            near = new End(1, turn, () -> NOON);
            far = new End(2, new ReentrantLock(), () -> NOON);
            near.mesh.connect(far.address, far.id);
            for (int i = 0; i < 20 && near.mesh.state(far.id) != LinkState.CONNECTED; i++) {
                near.deliverTo(far);
                far.deliverTo(near);
            }
            if (near.mesh.state(far.id) != LinkState.CONNECTED) {
                throw new IllegalStateException("the link is not up");
            }
            far.mesh.close(near.id, CloseReason.LEFT);
            farewell = List.copyOf(far.out);
            near.silent = true;
        }

        /** A caller. */
        @Operation
        public String state() {
            return near.mesh.state(far.id).toString();
        }

        /** Another caller. */
        @Operation
        public void refuse() {
            near.mesh.close(far.id, CloseReason.REFUSED);
        }

        /** The reader: the other side's farewell. */
        @Operation
        public void farewell() {
            farewell.forEach(data -> near.receiver.onDatagram(far.address, data, data.length));
        }

        /** A caller that seeks somebody else. */
        @Operation
        public String seek() {
            near.mesh.connect(new InetSocketAddress(near.address.getAddress(), 99), stranger);
            return near.mesh.state(stranger).toString();
        }

        /** Takes what the mesh has to tell. */
        @Operation
        public String signals() {
            StringBuilder told = new StringBuilder();
            near.mesh.drain(
                    signal -> told.append(signal.getClass().getSimpleName()).append(' '), 2);
            return told.toString();
        }
    }

    private static PublicKey key(int number) {
        byte[] bytes = new byte[PublicKey.BYTES];
        Arrays.fill(bytes, (byte) number);
        return new PublicKey(bytes);
    }

    /** A mesh whose datagrams wait until somebody brings them. */
    private static final class End implements DatagramPort, Alarm {
        private final ArrayDeque<byte[]> out = new ArrayDeque<>();
        private final InetSocketAddress address;
        private final PeerId id;
        private final Mesh mesh;
        private boolean silent;
        private Receiver receiver = (from, data, length) -> {};

        End(int number, ReentrantLock turn, LongSupplier now) {
            address = Net.address("10.0.0." + number, number);
            PublicKey key = key(number);
            id = key.peer();
            Signer signer = new Signer() {
                @Override
                public PublicKey publicKey() {
                    return key;
                }

                @Override
                public byte[] sign(byte[] message) {
                    return new byte[64];
                }
            };
            Clock clock = new Clock() {
                @Override
                public long nanoTime() {
                    return now.getAsLong();
                }

                @Override
                public long wallMillis() {
                    return 0;
                }
            };
            MeshCore core = new MeshCore(
                    MeshSettings.defaults(), signer, new ClearCrypto(key, number), new SplittableRandom(number));
            mesh = Mesh.over(core, this, clock, this, turn);
        }

        void deliverTo(End other) {
            for (int i = out.size(); i > 0; i--) {
                byte[] data = out.removeFirst();
                other.receiver.onDatagram(address, data, data.length);
            }
        }

        @Override
        public InetSocketAddress local() {
            return address;
        }

        @Override
        public void send(InetSocketAddress to, byte[] data, int offset, int length) {
            if (silent) {
                return;
            }
            out.addLast(Arrays.copyOfRange(data, offset, offset + length));
        }

        @Override
        public void start(Receiver to) {
            receiver = to;
        }

        @Override
        public void set(long deadlineNanos, Runnable task) {}

        @Override
        public void close() {}
    }
}
