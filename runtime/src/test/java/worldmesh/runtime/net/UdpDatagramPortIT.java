package worldmesh.runtime.net;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.UncheckedIOException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class UdpDatagramPortIT {
    private final BlockingQueue<byte[]> received = new LinkedBlockingQueue<>();

    @Test
    void carriesADatagramOverLoopback() throws InterruptedException {
        try (var a = open("127.0.0.1:0");
                var b = open("127.0.0.1:0")) {
            b.start(this::receive);

            a.send(b.local(), new byte[] {9, 1, 2, 3, 9}, 1, 3);

            assertArrayEquals(new byte[] {1, 2, 3}, received.poll(5, TimeUnit.SECONDS));
            assertEquals(1, a.sent());
            assertEquals(1, b.received());
        }
    }

    @Test
    void carriesADatagramOverIpv6WhereTheMachineHasIt() throws InterruptedException, SocketException {
        assumeTrue(NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .anyMatch(address -> address instanceof Inet6Address && address.isLoopbackAddress()));
        try (var a = open("[::1]:0");
                var b = open("[::1]:0")) {
            b.start(this::receive);

            a.send(b.local(), new byte[] {7}, 0, 1);

            assertArrayEquals(new byte[] {7}, received.poll(5, TimeUnit.SECONDS));
        }
    }

    @Test
    void staysOpenWhenASenderIsInterrupted() throws InterruptedException {
        try (var a = open("127.0.0.1:0");
                var b = open("127.0.0.1:0")) {
            b.start(this::receive);
            var sender = new Thread(() -> {
                Thread.currentThread().interrupt();
                a.send(b.local(), new byte[] {1}, 0, 1);
            });
            sender.start();
            sender.join();
            received.poll(5, TimeUnit.SECONDS);

            a.send(b.local(), new byte[] {2}, 0, 1);

            assertArrayEquals(new byte[] {2}, received.poll(5, TimeUnit.SECONDS));
        }
    }

    @Test
    void namesThePortAndTheWayOutWhenItIsInUse() {
        try (var a = open("127.0.0.1:0")) {
            var refused = assertThrows(PortInUseException.class, () -> UdpDatagramPort.open(a.local()));

            assertEquals(
                    "cannot listen on udp 127.0.0.1:" + a.local().getPort() + ", another process has this port;"
                            + " stop it, choose another port, or port 0 for any free one",
                    refused.getMessage());
            assertEquals(a.local(), refused.address());
        }
    }

    @Test
    void saysThatAnAddressIsNotOfThisMachine() {
        var refused = assertThrows(UncheckedIOException.class, () -> open("192.0.2.1:0"));

        assertTrue(
                String.valueOf(refused.getMessage()).startsWith("cannot listen on udp 192.0.2.1:0: "),
                refused.getMessage());
    }

    @Test
    void countsWhatItCannotSend() {
        try (var a = open("127.0.0.1:0")) {
            a.send(InetSocketAddress.createUnresolved("nowhere.invalid", 1), new byte[1], 0, 1);
            a.send(a.local(), new byte[2_000], 0, 2_000);

            assertEquals(2, a.unsendable());
            assertEquals(0, a.sent());
        }
    }

    @Test
    void isSilentAfterClose() {
        var a = open("127.0.0.1:0");
        a.start(this::receive);

        a.close();
        a.close();
        a.send(a.local(), new byte[1], 0, 1);

        assertEquals(1, a.unsendable());
    }

    @Test
    void startsOnlyOnce() {
        try (var a = open("127.0.0.1:0")) {
            a.start(this::receive);

            assertThrows(IllegalStateException.class, () -> a.start(this::receive));
        }
    }

    private void receive(InetSocketAddress from, byte[] data, int length) {
        received.add(Arrays.copyOf(data, length));
    }

    private static UdpDatagramPort open(String address) {
        return UdpDatagramPort.open(HostPort.parse(address));
    }
}
