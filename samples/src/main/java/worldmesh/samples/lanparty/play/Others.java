package worldmesh.samples.lanparty.play;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import worldmesh.peer.Entity;
import worldmesh.peer.World;
import worldmesh.runtime.identity.PeerId;
import worldmesh.samples.lanparty.model.Avatar;
import worldmesh.samples.lanparty.model.Vitals;

/** Finds players by name, owner and place, among those who are in the game. */
final class Others {
    private final World world;
    private final Supplier<Set<PeerId>> present;

    /** Looks around in a world, and asks which other players are here now. */
    Others(World world, Supplier<Set<PeerId>> present) {
        this.world = world;
        this.present = present;
    }

    /** All avatars, in the order of their ids. */
    List<Entity> avatars() {
        return world.query(Avatar.class).entities();
    }

    /** The own avatar; one that is in the game already is preferred to one that is not. */
    Optional<Entity> mine() {
        List<Entity> own = avatars().stream().filter(Entity::mine).toList();
        return own.stream()
                .filter(avatar -> avatar.get(Vitals.class) != null)
                .findFirst()
                .or(() -> own.stream().findFirst());
    }

    /** Another player's avatar by name, whatever its case; of those with one name rather one who is here. */
    Optional<Entity> named(String name) {
        return Stream.concat(here().stream(), playing().stream())
                .filter(avatar -> name(avatar).equalsIgnoreCase(name))
                .findFirst();
    }

    /** The other players who are in the game and linked to this one; if nobody is, all who ever were in the game. */
    List<Entity> here() {
        Set<PeerId> linked = present.get();
        List<Entity> all = playing();
        List<Entity> here =
                all.stream().filter(avatar -> isOneOf(linked, avatar)).toList();
        return here.isEmpty() ? all : here;
    }

    private static boolean isOneOf(Set<PeerId> players, Entity avatar) {
        PeerId owner = avatar.owner();
        return owner != null && players.contains(owner);
    }

    /** The other players who are in the game. */
    List<Entity> playing() {
        List<Entity> found = new ArrayList<>();
        for (Entity avatar : avatars()) {
            if (!avatar.mine() && avatar.get(Vitals.class) != null) {
                found.add(avatar);
            }
        }
        return found;
    }

    /** The colour of a peer's avatar, 0 without one. */
    int colour(PeerId peer) {
        return avatars().stream()
                .filter(avatar -> isOwner(peer, avatar))
                .findFirst()
                .map(Others::colour)
                .orElse(0);
    }

    /** What the avatars of these players wear. */
    Map<PeerId, Integer> colours(Set<PeerId> players) {
        Map<PeerId, Integer> worn = new TreeMap<>();
        for (Entity avatar : avatars()) {
            PeerId owner = avatar.owner();
            if (owner != null && players.contains(owner)) {
                worn.put(owner, colour(avatar));
            }
        }
        return worn;
    }

    private static boolean isOwner(PeerId peer, Entity avatar) {
        PeerId owner = avatar.owner();
        return owner != null && owner.equals(peer);
    }

    static String name(Entity avatar) {
        Avatar shown = avatar.get(Avatar.class);
        return shown == null ? "somebody" : shown.name();
    }

    static int colour(Entity avatar) {
        Avatar shown = avatar.get(Avatar.class);
        return shown == null ? 0 : Math.floorMod(shown.colour(), 8);
    }
}
