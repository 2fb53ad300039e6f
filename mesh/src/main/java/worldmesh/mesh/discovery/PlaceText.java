package worldmesh.mesh.discovery;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import worldmesh.mesh.invite.Invite;
import worldmesh.runtime.net.HostPort;

/** Reads places: {@code host:port} or an invitation link each, parted by white space or commas. Stateless. */
final class PlaceText {
    /** Places of one text; a party has no more members. */
    static final int MAX = 32;

    private static final String LINK = "worldmesh://";

    private PlaceText() {}

    /** The words of {@code text}; what follows a {@code #} at the beginning of a line is a remark. */
    static List<String> words(String text) {
        return text.lines()
                .filter(line -> !line.stripLeading().startsWith("#"))
                .flatMap(line -> Stream.of(line.split("\\s+", -1)))
                .flatMap(word -> word.contains(LINK) ? Stream.of(word) : Stream.of(word.split(",", -1)))
                .filter(word -> !word.isBlank())
                .limit(MAX)
                .toList();
    }

    /** Refuses a word that is no place. */
    static void check(String text) {
        for (String word : words(text)) {
            if (word.startsWith(LINK)) {
                Invite.parse(word);
            } else {
                checkAddress(word);
            }
        }
    }

    private static void checkAddress(String word) {
        if (!word.matches("(\\[[0-9a-fA-F:.%a-z0-9]+]|[A-Za-z0-9._-]+):[0-9]{1,5}")) {
            throw new IllegalArgumentException("the place '" + word + "' must be host:port, [v6]:port or an invitation"
                    + " link; parted by commas or spaces");
        }
    }

    /** What the words lead to now; names nobody knows are left out. Looks names up, so it blocks. */
    static List<Place> resolve(String text) {
        List<Place> places = new ArrayList<>();
        for (String word : words(text)) {
            Place place = word.startsWith(LINK) ? invited(Invite.parse(word)) : named(word);
            if (place != null) {
                places.add(place);
            }
        }
        return places;
    }

    private static @Nullable Place invited(Invite invite) {
        List<InetSocketAddress> addresses = new ArrayList<>();
        invite.hosts().forEach(host -> addresses.addAll(lookUp(host, invite.port())));
        return addresses.isEmpty() ? null : new Place(addresses, invite.peer(), invite.world(), invite.secret());
    }

    private static @Nullable Place named(String word) {
        checkAddress(word);
        InetSocketAddress one = HostPort.parse(word);
        List<InetSocketAddress> addresses = lookUp(one.getHostString(), one.getPort());
        return addresses.isEmpty() ? null : Place.of(addresses, null);
    }

    /** All addresses of a name; empty if nobody knows it. */
    static List<InetSocketAddress> lookUp(String host, int port) {
        try {
            return Stream.of(InetAddress.getAllByName(host))
                    .map(address -> new InetSocketAddress(address, port))
                    .toList();
        } catch (UnknownHostException e) {
            return List.of();
        }
    }
}
