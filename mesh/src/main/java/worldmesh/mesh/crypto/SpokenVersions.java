package worldmesh.mesh.crypto;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Vector;
import java.util.stream.IntStream;
import org.bouncycastle.tls.ProtocolName;
import org.jspecify.annotations.Nullable;
import worldmesh.mesh.wire.WireVersions;

/**
 * The versions of the wire that a side speaks, and how they stand in its TLS: as application protocols (RFC 7301), the
 * newest first. They are offered in the first flight and chosen in the answer, and both are part of what the
 * handshake's Finished proves, so that nobody on the way talks two peers down to an older version. A name that nobody
 * speaks is offered too, so that no release ever comes to stumble over one it does not know (RFC 8701).
 *
 * @param newestFirst the numbers, at least one
 */
record SpokenVersions(List<Integer> newestFirst) {
    private static final String PREFIX = "worldmesh/";
    private static final ProtocolName UNSPOKEN = ProtocolName.asUtf8Encoding(PREFIX + "grease");

    /** Copies the list. */
    SpokenVersions {
        newestFirst = List.copyOf(newestFirst);
        if (newestFirst.isEmpty()) {
            throw new IllegalArgumentException("no version is spoken; name one at least");
        }
    }

    static SpokenVersions of(WireVersions versions) {
        int count = versions.newest() - versions.oldest() + 1;
        return new SpokenVersions(
                IntStream.range(0, count).mapToObj(i -> versions.newest() - i).toList());
    }

    // Bouncy Castle's API is made of Vector.
    @SuppressWarnings("JdkObsolete")
    Vector<ProtocolName> offered() {
        Vector<ProtocolName> names = chosenFrom();
        names.insertElementAt(UNSPOKEN, 0);
        return names;
    }

    // Bouncy Castle's API is made of Vector.
    @SuppressWarnings("JdkObsolete")
    Vector<ProtocolName> chosenFrom() {
        Vector<ProtocolName> names = new Vector<>();
        newestFirst.forEach(version -> names.add(ProtocolName.asUtf8Encoding(PREFIX + version)));
        return names;
    }

    /** The version of that name: the first for none, which is what releases without versions spoke; -1 for others. */
    int chosen(@Nullable ProtocolName name) {
        if (name == null) {
            return newestFirst.contains(1) ? 1 : -1;
        }
        String text = new String(name.getBytes(), StandardCharsets.UTF_8);
        return newestFirst.stream()
                .filter(version -> text.equals(PREFIX + version))
                .findFirst()
                .orElse(-1);
    }
}
