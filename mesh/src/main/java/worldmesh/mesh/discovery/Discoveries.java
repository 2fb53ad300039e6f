package worldmesh.mesh.discovery;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.function.Supplier;
import worldmesh.mesh.discovery.DiscoverySettings.Kind;
import worldmesh.mesh.lan.LanBrowser;
import worldmesh.mesh.path.Rendezvous;

/** Begins the ways of looking that the settings ask for. Stateless. */
public final class Discoveries {
    /** Names are looked up again after this: a member that moved is found then. */
    private static final long NAMES_NANOS = 30_000_000_000L;

    /** A file is read again after this. */
    private static final long FILE_NANOS = 1_000_000_000L;

    /** A file of places is not larger. */
    private static final int FILE_BYTES_MAX = 64 << 10;

    private Discoveries() {}

    /** All of {@code settings}; {@code lan} opens the browser only if it is asked for. */
    public static List<Discovery> begin(DiscoverySettings settings, Supplier<LanBrowser> lan, Rendezvous node) {
        List<Discovery> all = new ArrayList<>();
        for (Kind kind : EnumSet.allOf(Kind.class)) {
            if (settings.kinds().contains(kind)) {
                all.add(
                        switch (kind) {
                            case MULTICAST -> new LanDiscovery(lan.get());
                            case STATIC -> named(settings.places());
                            case FILE -> inFile(Path.of(settings.file()));
                            case DNS -> inDns(settings.domain(), "dns:");
                            case NODE -> new NodeDiscovery(node);
                        });
            }
        }
        return all;
    }

    /** Places that are named. */
    public static Discovery named(String places) {
        return PolledDiscovery.begin("static", () -> PlaceText.resolve(places), NAMES_NANOS);
    }

    /** Places in a file, which is read again and again. */
    public static Discovery inFile(Path file) {
        return PolledDiscovery.begin("file", () -> PlaceText.resolve(read(file)), FILE_NANOS);
    }

    /** Places in the DNS; {@code server} is {@code dns:} for those of the system, or {@code dns://host:port}. */
    public static Discovery inDns(String domain, String server) {
        return PolledDiscovery.begin("dns", new SrvRecords(domain, server), NAMES_NANOS);
    }

    private static String read(Path file) throws IOException {
        if (!Files.isRegularFile(file) || Files.size(file) > FILE_BYTES_MAX) {
            throw new IOException("the file of places " + file + " is not there, or larger than " + FILE_BYTES_MAX
                    + " bytes; check peer.discovery.file");
        }
        return Files.readString(file, StandardCharsets.UTF_8);
    }
}
