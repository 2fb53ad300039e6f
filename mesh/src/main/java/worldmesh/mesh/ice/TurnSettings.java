package worldmesh.mesh.ice;

import java.util.List;
import java.util.stream.Stream;

/**
 * The TURN servers that carry for this peer, and the credential they know it by.
 *
 * @param servers asked in this order; those over TCP and TLS only if no other answers
 * @param user its name at all of them
 * @param password what it proves it with; never sent, never logged
 * @param certificates a PEM file with the only certificates that TLS servers are trusted by; empty for the system's
 */
public record TurnSettings(List<TurnServer> servers, String user, String password, String certificates) {
    /** More servers than this carry nothing better. */
    public static final int SERVERS_MAX = 4;

    /** What fits into a request. */
    private static final int TEXT_MAX = 255;

    /** Refuses more servers than are asked, and servers without a credential. */
    public TurnSettings {
        if (servers.size() > SERVERS_MAX) {
            throw new IllegalArgumentException(
                    "there are " + servers.size() + " TURN servers, at most " + SERVERS_MAX + " are asked; name fewer");
        }
        boolean named = !user.isEmpty() && !password.isEmpty();
        if (!servers.isEmpty() && !named) {
            throw new IllegalArgumentException("TURN servers carry for nobody without a credential; set"
                    + " mesh.ice.turn-user and mesh.ice.turn-password, or name no mesh.ice.turn-servers");
        }
        if (user.length() > TEXT_MAX || password.length() > TEXT_MAX) {
            throw new IllegalArgumentException("mesh.ice.turn-user and mesh.ice.turn-password have at most " + TEXT_MAX
                    + " letters, got " + user.length() + " and " + password.length());
        }
        servers = List.copyOf(servers);
    }

    /** No server. */
    public static TurnSettings none() {
        return new TurnSettings(List.of(), "", "", "");
    }

    /** The servers in {@code list}, parted by commas; empty for none. */
    public static List<TurnServer> servers(String list) {
        return Stream.of(list.split(",", -1))
                .map(String::strip)
                .filter(server -> !server.isEmpty())
                .map(TurnServer::parse)
                .toList();
    }

    @Override
    public String toString() {
        return "TurnSettings" + servers; // the password is for nobody's log
    }
}
