package worldmesh.mesh.discovery;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Hashtable;
import java.util.List;
import javax.naming.NamingException;
import javax.naming.directory.Attribute;
import javax.naming.directory.InitialDirContext;

/**
 * Reads the SRV records (RFC 2782) of {@code _worldmesh._udp.<domain>}: the lowest priority first, then the heaviest.
 * Who is there is not said, so whoever answers is trusted, as at an address that a player typed.
 */
final class SrvRecords implements PolledDiscovery.Source {
    private static final String SERVICE = "_worldmesh._udp.";

    /** Places asked for; a party has no more members. */
    private static final int MAX = 32;

    private final String domain;
    private final String server;

    private record Target(int priority, int weight, int port, String host) {}

    /** Asks the name servers of the system, or the one at {@code dns://host:port}. */
    SrvRecords(String domain, String server) {
        this.domain = domain;
        this.server = server;
    }

    @Override
    public List<Place> look() throws IOException {
        List<Place> places = new ArrayList<>();
        for (Target target : targets()) {
            List<InetSocketAddress> addresses = PlaceText.lookUp(target.host, target.port);
            if (!addresses.isEmpty()) {
                places.add(Place.of(addresses, null));
            }
        }
        return places;
    }

    @SuppressWarnings({"JdkObsolete", "BanJNDI"}) // a DNS query of a name from the own configuration
    private List<Target> targets() throws IOException {
        Hashtable<String, String> environment = new Hashtable<>();
        environment.put("java.naming.factory.initial", "com.sun.jndi.dns.DnsContextFactory");
        environment.put("java.naming.provider.url", server);
        environment.put("com.sun.jndi.dns.timeout.initial", "1000");
        environment.put("com.sun.jndi.dns.timeout.retries", "2");
        List<Target> targets = new ArrayList<>();
        try {
            InitialDirContext context = new InitialDirContext(environment);
            try {
                Attribute records = context.getAttributes(SERVICE + domain, new String[] {"SRV"})
                        .get("SRV");
                for (int i = 0; records != null && i < Math.min(MAX, records.size()); i++) {
                    add(String.valueOf(records.get(i)), targets);
                }
            } finally {
                context.close();
            }
        } catch (NamingException e) {
            throw new IOException(
                    "the DNS has no SRV records of " + SERVICE + domain + " (" + e.getMessage()
                            + "); add some, or check peer.discovery.domain",
                    e);
        }
        targets.sort(Comparator.comparingInt(Target::priority)
                .thenComparing(Comparator.comparingInt(Target::weight).reversed()));
        return targets;
    }

    /** Priority, weight, port, host with a dot at the end; a lone dot says that there is no such service. */
    private static void add(String record, List<Target> into) {
        String[] parts = record.split(" ", -1);
        boolean whole = parts.length == 4 && parts[0].matches("\\d{1,5}") && parts[1].matches("\\d{1,5}");
        if (whole && parts[2].matches("\\d{1,5}") && !parts[3].equals(".")) {
            int port = Integer.parseInt(parts[2]);
            if (port > 0 && port <= 65_535) {
                String host = parts[3].endsWith(".") ? parts[3].substring(0, parts[3].length() - 1) : parts[3];
                into.add(new Target(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]), port, host));
            }
        }
    }
}
