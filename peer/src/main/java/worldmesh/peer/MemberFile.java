package worldmesh.peer;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import worldmesh.peer.roster.Whereabouts;
import worldmesh.runtime.identity.PeerId;
import worldmesh.runtime.net.HostPort;

/**
 * Where the members of the world were reached last, in the store's directory: a line {@code PEER HOST:PORT} each, the
 * latest first. Only hints: a lost or broken file costs the way back, nothing else.
 */
final class MemberFile {
    /** Addresses kept: as many as a party of sixteen has, and few enough to try all at once. */
    static final int MEMBERS_MAX = 16;

    private static final int LINE_MAX = 512;
    private static final Logger log = LoggerFactory.getLogger(MemberFile.class);

    private final Path file;
    private final Map<PeerId, Whereabouts> known = new LinkedHashMap<>(); // the latest last

    private MemberFile(Path file) {
        this.file = file;
    }

    static MemberFile open(Path file) {
        MemberFile members = new MemberFile(file);
        members.read();
        return members;
    }

    private void read() {
        try {
            if (!Files.isRegularFile(file) || Files.size(file) > (long) MEMBERS_MAX * LINE_MAX) {
                return;
            }
            List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
            for (int i = lines.size() - 1; i >= 0; i--) {
                parse(lines.get(i));
            }
        } catch (IOException e) {
            log.warn("members.read.failed reason={}", e.getMessage());
        }
    }

    private void parse(String line) {
        int space = line.indexOf(' ');
        try {
            PeerId peer = PeerId.parse(line.substring(0, Math.max(0, space)));
            InetSocketAddress address = HostPort.parse(line.substring(space + 1));
            if (!address.isUnresolved() && known.size() < MEMBERS_MAX) {
                known.put(peer, new Whereabouts(peer, address));
            }
        } catch (IllegalArgumentException e) {
            log.warn("members.line.ignored reason={}", e.getMessage());
        }
    }

    /** The members, the latest first. */
    List<Whereabouts> known() {
        List<Whereabouts> latestFirst = new ArrayList<>();
        known.values().forEach(member -> latestFirst.add(0, member));
        return latestFirst;
    }

    /** These are here now. */
    void keep(List<Whereabouts> present) {
        if (present.isEmpty()) {
            return;
        }
        List<Whereabouts> before = known();
        for (Whereabouts member : present) {
            known.remove(member.peer());
            known.put(member.peer(), member);
        }
        while (known.size() > MEMBERS_MAX) {
            known.remove(known.keySet().iterator().next());
        }
        if (!before.equals(known())) {
            write();
        }
    }

    private void write() {
        StringBuilder lines = new StringBuilder();
        for (Whereabouts member : known()) {
            lines.append(member.peer())
                    .append(' ')
                    .append(HostPort.format(member.address()))
                    .append('\n');
        }
        Path next = file.resolveSibling(file.getFileName() + ".next");
        try {
            Files.writeString(next, lines, StandardCharsets.UTF_8);
            Files.move(next, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            log.warn("members.write.failed reason={}", e.getMessage());
        }
    }
}
