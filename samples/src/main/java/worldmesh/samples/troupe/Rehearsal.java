package worldmesh.samples.troupe;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import worldmesh.peer.port.AuthorityStatus;
import worldmesh.samples.lanparty.Milestones;
import worldmesh.samples.lanparty.PeerOptions;
import worldmesh.samples.lanparty.PeerProcess;
import worldmesh.samples.lanparty.PeerSetting;
import worldmesh.samples.lanparty.play.Audience;

/**
 * A party inside one process, before the real one: a host, and guests who join it one after the other. Afterwards the
 * classes are loaded and the code is warm.
 */
final class Rehearsal {
    private static final long PATIENCE_SECONDS = 30;

    /** The first guest loads the classes; then the code that a join takes is compiled. */
    private static final int GUESTS = 4;

    private Rehearsal() {}

    /** Plays until the last guest's disk counted. */
    static void play(Path directory) {
        Seat host = new Seat();
        try (PeerProcess stage = open("host", directory, PeerOptions.Entry.host("Rehearsal"), host)) {
            String address = host.address.join();
            for (int i = 0; i < GUESTS && !stage.end().isDone(); i++) {
                Seat guest = new Seat();
                try (PeerProcess hall = open("guest" + i, directory, PeerOptions.Entry.join(address), guest)) {
                    CompletableFuture.anyOf(guest.seated, hall.end()).join();
                }
            }
        }
    }

    private static PeerProcess open(String name, Path directory, PeerOptions.Entry entry, Seat seat) {
        InetSocketAddress here = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        PeerOptions options = new PeerOptions(
                name, directory.resolve("rehearsal-" + name), here, entry, here, PeerOptions.Files.NONE);
        return PeerProcess.start(options, new PeerSetting(List.of(), seat, seat));
    }

    /** One who takes part; nobody watches. */
    private static final class Seat implements Milestones, Audience {
        private final CompletableFuture<String> address = new CompletableFuture<>();

        /** Done when the island is seen and the own disk counts, or it takes too long. */
        private final CompletableFuture<Void> seated = new CompletableFuture<>();

        private boolean plays;
        private boolean follows;

        Seat() {
            seated.completeOnTimeout(null, PATIENCE_SECONDS, TimeUnit.SECONDS);
        }

        @Override
        public void page(String url) {
            // Nobody looks at it.
        }

        @Override
        public void listening(String own, String invitation) {
            address.complete(own);
        }

        @Override
        public void joined(long millis) {
            // Not what counts.
        }

        @Override
        public void playing() {
            plays = true;
            look();
        }

        @Override
        public void epoch(long epoch) {
            // Whoever holds the role.
        }

        @Override
        public void authority(AuthorityStatus status) {
            follows = status.role() == AuthorityStatus.Role.FOLLOWER;
            look();
        }

        private void look() {
            if (plays && follows) {
                seated.complete(null);
            }
        }

        @Override
        public void state(int waiting, String digest) {
            // Nobody compares.
        }

        @Override
        public void heard(String author, int colour, String text) {
            // Nobody listens.
        }

        @Override
        public void noticed(Audience.Tone tone, String text) {
            // Nobody reads.
        }
    }
}
