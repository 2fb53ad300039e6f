package worldmesh.mesh.lan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import worldmesh.mesh.crypto.Ed25519Signer;
import worldmesh.mesh.crypto.Ed25519Verifier;
import worldmesh.runtime.time.SystemClock;

/** Announcements over real multicast, on loopback alone. */
class LanIT {
    private static final LanSettings SETTINGS = new LanSettings("239.87.77.9", "ff02::5747:4d09", 47_899, 100);

    private static void await(BooleanSupplier condition) {
        long end = SystemClock.INSTANCE.nanoTime() + 10_000_000_000L;
        while (!condition.getAsBoolean()) {
            assertTrue(SystemClock.INSTANCE.nanoTime() < end, "nothing happened for ten seconds");
            LockSupport.parkNanos(1_000_000L);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void partyIsSeenWithItsLatestWordsWhenOnlyLoopbackIsUsed(String host) throws UnknownHostException {
        Ed25519Signer signer = Ed25519Signer.generate(new SecureRandom());
        LanAnnouncement first = new LanAnnouncement(signer.publicKey(), new byte[32], "Friday", 4_711, 1);
        InetAddress bound = InetAddress.getByName(host);

        try (LanBrowser one = LanBrowser.open(SETTINGS, Ed25519Verifier.INSTANCE, SystemClock.INSTANCE);
                LanAnnouncer announcer = LanAnnouncer.open(SETTINGS, signer, first, bound)) {
            await(() -> one.sightings().size() == 1);
            announcer.update(new LanAnnouncement(signer.publicKey(), new byte[32], "Friday", 4_711, 2));
            await(() -> one.sightings().get(0).announcement().players() == 2);

            assertTrue(one.sightings().get(0).address().getAddress().isLoopbackAddress());
            assertEquals(4_711, one.sightings().get(0).address().getPort());
            assertTrue(one.hint().isEmpty());
        }
    }

    @Test
    void twoBrowsersOfOneMachineHearTheSameParty() throws UnknownHostException {
        Ed25519Signer signer = Ed25519Signer.generate(new SecureRandom());
        LanAnnouncement words = new LanAnnouncement(signer.publicKey(), new byte[32], "Friday", 4_711, 1);

        try (LanBrowser one = LanBrowser.open(SETTINGS, Ed25519Verifier.INSTANCE, SystemClock.INSTANCE);
                LanBrowser two = LanBrowser.open(SETTINGS, Ed25519Verifier.INSTANCE, SystemClock.INSTANCE);
                LanAnnouncer announcer = LanAnnouncer.open(
                        SETTINGS, signer, words, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
            announcer.update(words);

            await(() -> one.sightings().size() == 1 && two.sightings().size() == 1);
        }
    }

    @Test
    void whoeverAsksIsAnsweredBeforeTheNextAnnouncement() throws UnknownHostException {
        Ed25519Signer signer = Ed25519Signer.generate(new SecureRandom());
        LanAnnouncement words = new LanAnnouncement(signer.publicKey(), new byte[32], "Friday", 4_711, 1);
        LanSettings seldom = new LanSettings("239.87.77.11", "ff02::5747:4d0b", 47_897, 60_000);

        try (LanBrowser before = LanBrowser.open(seldom, Ed25519Verifier.INSTANCE, SystemClock.INSTANCE);
                LanAnnouncer announcer =
                        LanAnnouncer.open(seldom, signer, words, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
            announcer.update(words);
            await(() -> before.sightings().size() == 1); // its first announcement is over

            try (LanBrowser late = LanBrowser.open(seldom, Ed25519Verifier.INSTANCE, SystemClock.INSTANCE)) {
                await(() -> late.sightings().size() == 1);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = StandardProtocolFamily.class,
            names = {"INET", "INET6"})
    @Timeout(10)
    void meshOnAllAddressesIsAnnouncedInEachFamily(StandardProtocolFamily family) {
        Ed25519Signer signer = Ed25519Signer.generate(new SecureRandom());
        LanAnnouncement words = new LanAnnouncement(signer.publicKey(), new byte[32], "Friday", 4_711, 1);
        LanSettings own = new LanSettings("239.87.77.10", "ff02::5747:4d0a", 47_898, 100);

        try (MulticastSocket listener = Objects.requireNonNull(MulticastSocket.open(family, own, own.port()));
                LanAnnouncer announcer = LanAnnouncer.open(own, signer, words)) {
            listener.join();
            announcer.update(words);
            ByteBuffer heard = ByteBuffer.allocate(AnnouncementCodec.MAX_BYTES);
            InetSocketAddress from = listener.receive(heard);

            byte[] datagram = Arrays.copyOf(heard.array(), heard.position());
            assertEquals(
                    words.key(),
                    Objects.requireNonNull(AnnouncementCodec.decode(datagram, Ed25519Verifier.INSTANCE))
                            .key());
            assertEquals(
                    family == StandardProtocolFamily.INET,
                    Objects.requireNonNull(from).getAddress() instanceof Inet4Address);
        }
    }
}
