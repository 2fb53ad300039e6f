package worldmesh.samples.lanparty.play;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import worldmesh.mesh.invite.Invite;
import worldmesh.peer.Door;
import worldmesh.peer.Session;
import worldmesh.peer.World;
import worldmesh.peer.admission.Invitation;
import worldmesh.peer.core.DoorView;
import worldmesh.peer.core.InvitationView;
import worldmesh.peer.core.PeerView;
import worldmesh.runtime.identity.PeerId;
import worldmesh.samples.lanparty.action.DoorWord;
import worldmesh.samples.lanparty.page.FrameLines;
import worldmesh.world.trust.Membership;

/** The door of the party in a player's words. Confined to the game's thread. */
final class Doorway {
    /** Key digits that a player may name somebody by, who is not here. */
    private static final int KEY_DIGITS_MIN = 4;

    private static final String HOST_ONLY = "only the host removes players, and nobody but those who are here";

    private final World world;
    private final Session session;
    private final Supplier<String> address;

    /** Names of players that were sent away from here: they are not in the roster any more. */
    private final Map<PeerId, String> names = new TreeMap<>();

    Doorway(World world, Session session, Supplier<String> address) {
        this.world = world;
        this.session = session;
        this.address = address;
    }

    /** Does what was said and answers what came of it; an {@link IllegalStateException} says why it may not be. */
    List<String> perform(DoorWord word) {
        Door door = session.door();
        return switch (word.verb()) {
            case KICK, BAN -> sendAway(door, word);
            case LET_IN -> letIn(door, word.who());
            case LOCK -> {
                door.lock(word.why());
                yield List.of("nobody new comes in; who is here may come back");
            }
            case UNLOCK -> {
                door.unlock();
                yield List.of("newcomers may come in");
            }
            case INVITE -> List.of(invite(word));
            case REVOKE -> revoke(door, word.who());
            case SHOW -> show(door);
        };
    }

    private List<String> sendAway(Door door, DoorWord word) {
        PeerView here = session.peers().stream()
                .filter(peer -> !peer.self() && isCalled(peer, word.who()))
                .findFirst()
                .orElse(null);
        if (!door.isHost() || here == null) {
            throw new IllegalStateException(HOST_ONLY);
        }
        names.put(here.peer(), here.name());
        if (word.verb() == DoorWord.Verb.BAN) {
            door.ban(here.peer(), word.why());
            return List.of(here.name() + " is banned; let-in " + here.peer().brief() + " lifts it");
        }
        door.kick(here.peer(), word.why());
        return List.of(
                here.name() + " is sent away; let-in " + here.peer().brief() + ", or a new invitation, brings it back");
    }

    private static boolean isCalled(PeerView peer, String who) {
        return peer.name().equals(who) || isKey(peer.peer(), who);
    }

    private static boolean isKey(PeerId peer, String who) {
        return who.length() >= KEY_DIGITS_MIN && peer.toString().startsWith(who.toLowerCase(Locale.ROOT));
    }

    private List<String> letIn(Door door, String who) {
        for (PeerId peer : door.state().barred().keySet()) {
            if (isKey(peer, who) || who.equals(names.get(peer))) {
                door.pardon(peer);
                return List.of(nameOf(peer) + " may come in again");
            }
        }
        throw new IllegalStateException("nobody who must stay out is called '" + who + "'; door lists them");
    }

    private String nameOf(PeerId peer) {
        String name = names.get(peer);
        return name == null ? peer.brief() : name + " (" + peer.brief() + ")";
    }

    private String invite(DoorWord word) {
        boolean open = session.door().state().policy() == Membership.OPEN;
        Invite link = open
                ? session.invite(address.get())
                : session.invite(address.get(), word.players(), Duration.ofMinutes(word.minutes()));
        String terms = open
                ? "everybody may come in: "
                : "for " + count(word.players(), "player") + " within " + count(word.minutes(), "minute") + ": ";
        return terms + link.format();
    }

    private static String count(long number, String thing) {
        return number + " " + thing + (number == 1 ? "" : "s");
    }

    private static List<String> revoke(Door door, String id) {
        if (!door.revoke(id.toLowerCase(Locale.ROOT))) {
            throw new IllegalStateException("no invitation of yours begins with '" + id + "'; door lists them");
        }
        return List.of("the invitation lets nobody in any more; who came by it stays");
    }

    private List<String> show(Door door) {
        DoorView state = door.state();
        List<String> lines = new ArrayList<>();
        lines.add(
                state.locked()
                        ? "the party is locked" + (state.reason().isEmpty() ? "" : ": " + state.reason())
                        : state.policy() == Membership.INVITE
                                ? "players come in by invitation"
                                : "everybody may come in");
        for (InvitationView invitation : door.invitations()) {
            lines.add("invitation " + invitation.id() + ": " + terms(invitation));
        }
        state.barred()
                .forEach((peer, bar) -> lines.add(nameOf(peer)
                        + (bar.banned() ? " is banned" : " is kicked")
                        + (bar.reason().isEmpty() ? "" : ": " + bar.reason())));
        return lines;
    }

    private String terms(InvitationView invitation) {
        if (invitation.state() != InvitationView.State.OPEN) {
            return invitation.state().word();
        }
        String left = invitation.usesLeft() == Invitation.UNLIMITED
                ? "for any number of players"
                : "for " + invitation.usesLeft() + " more";
        return left + (invitation.expiresMillis() == Invitation.NEVER ? "" : ", " + minutesLeft(invitation) + " min");
    }

    private long minutesLeft(InvitationView invitation) {
        return Math.max(
                0,
                Duration.ofMillis(invitation.expiresMillis() - world.worldMillis())
                        .toMinutes());
    }

    /** What the pages show. */
    FrameLines.Door picture() {
        DoorView state = session.door().state();
        @Nullable Membership policy = state.policy();
        return new FrameLines.Door(
                policy == Membership.INVITE,
                state.locked(),
                state.reason(),
                state.invitationsLeft(),
                session.door().isHost(),
                state.barred().keySet().stream().map(this::nameOf).toList());
    }
}
