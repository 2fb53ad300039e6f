package worldmesh.testkit.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import worldmesh.runtime.net.UdpDatagramPort;

/** Marks of real datagrams, as rules of nftables on loopback count them. */
class TrafficClassIT {
    private static final int VIDEO = 34;

    private final UdpDatagramPort ear =
            UdpDatagramPort.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    private final String table = "worldmesh_dscp_" + ear.local().getPort();

    @BeforeEach
    void countsInTheKernel() {
        Nft.Output made = Nft.run(String.format("""
                table inet %1$s {
                  counter marked { }
                  counter plain { }
                  chain input {
                    type filter hook input priority 0; policy accept;
                    udp dport %2$d ip dscp %3$d counter name marked
                    udp dport %2$d ip dscp 0 counter name plain
                  }
                }
                """, table, ear.local().getPort(), VIDEO));
        if (made.code() != 0 && NatLab.isRequired()) {
            fail("nft cannot count here: " + made.text());
        }
        assumeTrue(made.code() == 0, () -> "nft cannot count here: " + made.text());
    }

    @AfterEach
    void leavesNoRuleBehind() {
        ear.close();
        Nft.run("delete table inet " + table);
    }

    @Test
    void everyDatagramOfASocketBearsItsClassAndNoneUnlessItIsSet() {
        try (var marked = UdpDatagramPort.open(new InetSocketAddress("0.0.0.0", 0), VIDEO);
                var plain = UdpDatagramPort.open(new InetSocketAddress("0.0.0.0", 0))) {
            for (int i = 0; i < 3; i++) {
                marked.send(ear.local(), new byte[10], 0, 10);
            }
            plain.send(ear.local(), new byte[10], 0, 10);
        }

        assertEquals(3, Nft.count(table, "marked").packets());
        assertEquals(1, Nft.count(table, "plain").packets());
    }
}
