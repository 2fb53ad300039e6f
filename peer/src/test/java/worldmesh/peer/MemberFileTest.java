package worldmesh.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import worldmesh.peer.roster.Whereabouts;
import worldmesh.runtime.identity.PeerId;

class MemberFileTest {
    @TempDir
    Path directory;

    private static Whereabouts member(int number) {
        byte[] id = new byte[PeerId.BYTES];
        id[0] = (byte) number;
        String host = number % 2 == 0 ? "10.0.0." + number : "fe80::" + number;
        return new Whereabouts(PeerId.ofBytes(id), new InetSocketAddress(host, 1_000 + number));
    }

    private Path file() {
        return directory.resolve("members");
    }

    @Test
    void keepsTheMembersMetLastAndNoMoreThanItMay() {
        MemberFile members = MemberFile.open(file());
        for (int i = 1; i <= 40; i++) {
            members.keep(List.of(member(i)));
        }
        members.keep(List.of(member(30)));

        List<Whereabouts> wanted = new ArrayList<>(List.of(member(30)));
        for (int i = 40; i > 25; i--) {
            if (i != 30) {
                wanted.add(member(i));
            }
        }
        wanted.add(member(25));
        assertEquals(
                wanted.subList(0, MemberFile.MEMBERS_MAX),
                MemberFile.open(file()).known());
    }

    @Test
    void aBrokenFileCostsOnlyWhatIsBroken() throws IOException {
        MemberFile.open(file()).keep(List.of(member(1)));
        Files.writeString(file(), "nonsense\n" + Files.readString(file()) + "zz zz:1\n\n");
        assertEquals(List.of(member(1)), MemberFile.open(file()).known());

        Files.writeString(file(), "x".repeat(100_000));
        assertEquals(List.of(), MemberFile.open(file()).known());
        assertEquals(List.of(), MemberFile.open(directory.resolve("none")).known());
    }
}
