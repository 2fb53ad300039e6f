package worldmesh.samples.lanparty.play;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import worldmesh.peer.Entity;
import worldmesh.peer.Session;
import worldmesh.peer.View;
import worldmesh.peer.World;
import worldmesh.peer.checkup.Checkup;
import worldmesh.peer.checkup.Finding;
import worldmesh.peer.core.PeerView;
import worldmesh.peer.error.WorldMeshError;
import worldmesh.peer.event.CheckupEvent;
import worldmesh.peer.event.CommandAcceptedEvent;
import worldmesh.peer.event.CommandProvisionalEvent;
import worldmesh.peer.event.CommandRejectedEvent;
import worldmesh.peer.event.DisconnectReason;
import worldmesh.peer.event.DisconnectedEvent;
import worldmesh.peer.event.Event;
import worldmesh.peer.event.FailureEvent;
import worldmesh.peer.event.MessageEvent;
import worldmesh.peer.event.NoticeEvent;
import worldmesh.peer.event.Origin;
import worldmesh.peer.event.PartyNoticeEvent;
import worldmesh.peer.event.PeerJoinedEvent;
import worldmesh.peer.event.PeerLeftEvent;
import worldmesh.peer.event.PeerRenamedEvent;
import worldmesh.peer.event.ReadOnlyEvent;
import worldmesh.peer.event.ReconnectingEvent;
import worldmesh.peer.event.RefusedEvent;
import worldmesh.peer.port.AuthorityNotice;
import worldmesh.peer.port.AuthorityStatus;
import worldmesh.runtime.identity.PeerId;
import worldmesh.runtime.time.Clock;
import worldmesh.samples.lanparty.action.ActionParser;
import worldmesh.samples.lanparty.action.BadLineException;
import worldmesh.samples.lanparty.action.DoorWord;
import worldmesh.samples.lanparty.action.Hands;
import worldmesh.samples.lanparty.island.Island;
import worldmesh.samples.lanparty.island.Tile;
import worldmesh.samples.lanparty.model.Asset;
import worldmesh.samples.lanparty.model.Avatar;
import worldmesh.samples.lanparty.model.Awaken;
import worldmesh.samples.lanparty.model.Enter;
import worldmesh.samples.lanparty.model.Pose;
import worldmesh.samples.lanparty.model.Step;
import worldmesh.samples.lanparty.model.Vitals;
import worldmesh.samples.lanparty.page.FrameLines;
import worldmesh.samples.lanparty.page.Pages;

/** One player in one session: takes lines, lives on at every tick, tells its audience. Confined to one thread. */
public final class Party implements Outward, Seat {
    /** A command that begins the game is asked for again after so long without an answer. */
    private static final float ASK_AGAIN_SECONDS = 2;

    /** How often a player looks whether another wears the same colour. */
    private static final float LOOK_AROUND_SECONDS = 1;

    /** So long after its arrival; later a colour is kept, also when another one is free because somebody left. */
    private static final float FITTING_SECONDS = 5;

    private final World world;
    private final Session session;
    private final Audience audience;
    private final Board board = new Board();
    private final Outcomes outcomes;
    private final Standing standing = new Standing();
    private final Others others;
    private final Sight sight;
    private final Watch watch;
    private final Me me;
    private final Market market;
    private final Hands hands;
    private final PartyPicture picture;
    private final Doorway doorway;
    private final boolean hosting;
    private float sinceArrived;
    private float sinceDressed;
    private float sinceAsked = ASK_AGAIN_SECONDS;

    /** Takes part in {@code session}; a host also wakes the island when the world is new. Others reach it there. */
    public Party(World world, Session session, Pages pages, Audience audience, Clock clock, Supplier<String> address) {
        this.world = world;
        this.session = session;
        this.audience = audience;
        this.hosting = session.isHost();
        this.outcomes = new Outcomes(clock);
        this.others = new Others(world, this::present);
        this.sight = new Sight(world);
        this.me = new Me(board::isFree, sight, this::submit);
        this.market = new Market(world, me, this);
        this.watch = new Watch(world, board, pages);
        this.hands = new Deeds(world, board, me, others, market, audience, this);
        this.doorway = new Doorway(world, session, address);
        this.picture = new PartyPicture(world, session, others, me, market, sight, outcomes, standing, doorway);
        watch.begin();
        listen();
    }

    private void listen() {
        session.on(
                MessageEvent.class,
                event -> audience.heard(event.authorName(), others.colour(event.author()), event.text()));
        session.on(EnumSet.of(Event.Kind.SYSTEM_MESSAGE), this::tellSystem);
        session.on(PeerJoinedEvent.class, event -> audience.heard("", 0, event.name() + " joined"));
        session.on(PeerLeftEvent.class, event -> audience.heard("", 0, event.name() + " left"));
        session.on(CommandProvisionalEvent.class, this::tellProvisional);
        session.on(CommandAcceptedEvent.class, this::tellAccepted);
        session.on(CommandRejectedEvent.class, this::tellRejected);
        session.on(
                PeerRenamedEvent.class,
                event -> audience.heard("", 0, event.oldName() + " goes by the name of " + event.name()));
        session.on(RefusedEvent.class, this::tellRefused);
        session.on(FailureEvent.class, this::tellFailure);
    }

    /** Whoever plays on alone is to know it, and why. */
    private void tellFailure(FailureEvent event) {
        if (event.error().kind() == WorldMeshError.Kind.CONNECTION && !session.isConnected()) {
            audience.noticed(Audience.Tone.PLAIN, event.error().text());
        }
    }

    private void tellRefused(RefusedEvent event) {
        String whom = event.origin() == Origin.LOCAL ? " " + nameOf(event.peer()) : "";
        audience.noticed(Audience.Tone.REJECTED, "refused" + whom + ": " + event.detail());
    }

    private void tellProvisional(CommandProvisionalEvent event) {
        if (event.value() instanceof Step) {
            return; // The body steps by itself; its player asked for nothing.
        }
        standing.waits(event.command(), event.value());
        audience.noticed(Audience.Tone.PLAIN, "provisional: " + Wording.of(event.value()) + " waits for the majority");
    }

    private void tellAccepted(CommandAcceptedEvent event) {
        outcomes.accepted(event.command());
        if (standing.accepted(event.command())) {
            audience.noticed(Audience.Tone.GOOD, "confirmed after all: " + Wording.of(event.value()));
        }
    }

    private void tellRejected(CommandRejectedEvent event) {
        outcomes.rejected(event.command());
        boolean waited = standing.rejected(event.command(), event.reason());
        String about = waited ? "when the sides met, " + Wording.of(event.value()) + ": " : "";
        audience.noticed(Audience.Tone.REJECTED, about + event.reason());
    }

    /** What happened to the party's role; a deposed holder and a lost branch are bad news. */
    private void tellParty(PartyNoticeEvent event) {
        AuthorityNotice notice = event.notice();
        String text = (tellsOfAPeer(notice) ? nameOf(notice.subject()) + " " : "") + notice.text();
        standing.happened(notice.kind(), text);
        Audience.Tone tone = switch (notice.kind()) {
            case DEPOSED, UNSERVED, FORKED -> Audience.Tone.REJECTED;
            case HEALED -> Audience.Tone.GOOD;
            case TAKEN, PROVISIONAL, ADOPTED -> Audience.Tone.PLAIN;
        };
        audience.noticed(tone, Standing.word(notice.kind()) + ": " + text);
    }

    private static boolean tellsOfAPeer(AuthorityNotice notice) {
        return notice.kind() == AuthorityNotice.Kind.TAKEN || notice.kind() == AuthorityNotice.Kind.DEPOSED;
    }

    private String nameOf(PeerId peer) {
        return session.peers().stream()
                .filter(here -> here.peer().equals(peer))
                .map(PeerView::name)
                .findFirst()
                .orElseGet(peer::brief);
    }

    /** What the session itself has to say, for people; epochs and such are shown elsewhere. */
    private void tellSystem(Event event) {
        if (event instanceof NoticeEvent notice) {
            audience.heard("", 0, "the host: " + notice.text());
        } else if (event instanceof ReadOnlyEvent mode) {
            audience.heard("", 0, mode.readOnly() ? "the world is read-only: " + mode.reason() : "you can act again");
        } else if (event instanceof ReconnectingEvent link) {
            audience.heard("", 0, link.connected() ? "the party is here again" : "the party is out of reach");
        } else if (event instanceof PartyNoticeEvent party) {
            tellParty(party);
        } else if (event instanceof CheckupEvent told) {
            tellCheckup(told.checkup());
        } else if (event instanceof DisconnectedEvent end && end.reason() == DisconnectReason.KICKED) {
            audience.noticed(Audience.Tone.REJECTED, "the host removed you from the party");
        }
    }

    private void tellCheckup(Checkup checkup) {
        Finding finding = checkup.finding();
        audience.heard("", 0, "checkup " + Checkup.name(checkup.trace()) + ": " + finding.reason());
        if (finding != Finding.DIRECT) {
            audience.heard("", 0, "what to do: " + finding.advice());
            checkup.ours().forEach(way -> audience.heard("", 0, "way from here by " + Checkup.text(way)));
            checkup.theirs().forEach(way -> audience.heard("", 0, "way from there by " + Checkup.text(way)));
        }
    }

    /** Does what a line says, or tells the audience what is wrong with it. */
    @Override
    public void line(String line) {
        if (me.avatar() == null) {
            audience.noticed(Audience.Tone.REJECTED, "you are not on the island yet");
            return;
        }
        try {
            ActionParser.parse(line).perform(hands);
        } catch (BadLineException e) {
            audience.noticed(Audience.Tone.REJECTED, String.valueOf(e.getMessage()));
        }
    }

    /** Lives on for some seconds: walks, then lets the session work. */
    public void tick(float seconds) {
        if (me.avatar() != null) {
            me.step(seconds, world.worldMillis());
        }
        session.update(seconds);
        if (world.isFounded()) {
            arrive(seconds);
            dress(seconds);
        }
        watch.refreshPending();
    }

    // The host wakes the island; everybody waits for the ground, steps on it, then asks to be let into the game.
    private void arrive(float seconds) {
        sinceAsked += seconds;
        if (board.island() == null) {
            if (hosting) {
                ask(this::awaken);
            }
            return;
        }
        if (me.avatar() == null) {
            me.become(others.mine().orElseGet(this::embody));
            sinceAsked = ASK_AGAIN_SECONDS;
        }
        Entity avatar = me.avatar();
        if (avatar != null && avatar.get(Vitals.class, View.CONFIRMED) == null) {
            ask(() -> submit(new Enter(avatar.id())));
        }
    }

    private void ask(Runnable question) {
        if (sinceAsked >= ASK_AGAIN_SECONDS) {
            sinceAsked = 0;
            question.run();
        }
    }

    private void awaken() {
        Awaken.island(world.self()).forEach(this::submit);
    }

    private Entity embody() {
        return world.spawn(
                new Pose(me.x(), me.y()),
                new Avatar(world.name(), Wardrobe.choose(world.self(), others.colours(present()))));
    }

    private void dress(float seconds) {
        Entity avatar = me.avatar();
        if (avatar == null || sinceArrived >= FITTING_SECONDS) {
            return;
        }
        sinceArrived += seconds;
        sinceDressed += seconds;
        if (sinceDressed >= LOOK_AROUND_SECONDS) {
            sinceDressed = 0;
            Wardrobe.change(world.self(), Others.colour(avatar), others.colours(present()))
                    .ifPresent(colour -> avatar.update(Avatar.class, shown -> new Avatar(shown.name(), colour)));
        }
    }

    private Set<PeerId> present() {
        return session.peers().stream()
                .filter(peer -> !peer.self())
                .map(PeerView::peer)
                .collect(Collectors.toSet());
    }

    @Override
    public void submit(Record command) {
        outcomes.asked(session.submit(command).id());
    }

    @Override
    public void say(String text) {
        session.chat().send(text);
    }

    @Override
    public boolean announce(String text) {
        if (session.isHost()) {
            session.notice(text);
        }
        return session.isHost();
    }

    @Override
    public List<String> door(DoorWord word) {
        return doorway.perform(word);
    }

    @Override
    public boolean readOnly(String reason) {
        if (session.isHost()) {
            session.readOnly(reason);
        }
        return session.isHost();
    }

    @Override
    public boolean adopt() {
        AuthorityStatus status = session.authorityStatus();
        boolean split = status != null && status.role() == AuthorityStatus.Role.PROVISIONAL;
        if (split) {
            session.adopt();
        }
        return split;
    }

    private String role() {
        String role = Standing.role(session.authorityStatus(), session.isConnected());
        return (role.isEmpty() ? "no part yet" : "you are " + role) + ", epoch " + session.epoch();
    }

    /** What the line there carries, or at least, and how often it is sent motion if that is less often. */
    private static String line(PeerView peer) {
        String jitter = String.format(Locale.ROOT, ", jitter %.1f ms", peer.jitterMillis());
        String carried = peer.bandwidthBitsPerSecond() == 0
                ? ""
                : String.format(
                        Locale.ROOT,
                        ", %s%d kbit/s",
                        peer.bandwidthReached() ? "" : "at least ",
                        peer.bandwidthBitsPerSecond() / 1_000);
        return jitter + carried + (peer.isSlowed() ? ", told " + peer.updateHertz() + " times a second" : "");
    }

    @Override
    public List<String> who() {
        List<String> lines = new ArrayList<>();
        for (PeerView peer : session.peers()) {
            String link = peer.self()
                    ? "this peer"
                    : String.format(Locale.ROOT, "%.1f ms, %.1f %% lost", peer.rttMillis(), peer.lossPercent())
                            + line(peer)
                            + (peer.unstable() ? ", unstable" : "");
            String place = peer.sector() == null ? "" : ", sector " + peer.sector();
            String state = peer.state() == PeerView.State.CONNECTED
                    ? ""
                    : ", " + peer.state().name().toLowerCase(Locale.ROOT);
            lines.add(peer.name() + ": " + link + place + state + (peer.authority() ? ", holds the authority" : ""));
        }
        lines.add(role());
        return lines;
    }

    @Override
    public boolean isPlaying() {
        Entity avatar = me.avatar();
        return avatar != null && avatar.get(Vitals.class, View.CONFIRMED) != null;
    }

    /** True once the ground of the host's world is known. */
    public boolean seesTheIsland() {
        return board.island() != null;
    }

    /** How many commands were ever submitted here. */
    public long askedCount() {
        return outcomes.askedCount();
    }

    /** Stands still, for all to see at once, and forgets what it was about to do. */
    public void rest() {
        me.rest();
    }

    @Override
    public boolean isBusy() {
        return me.isUnderWay() || me.isWaiting();
    }

    /** True once the player has a body; pages wait for it. */
    public boolean hasArrived() {
        return me.avatar() != null;
    }

    /** What a page is told first. */
    public FrameLines.Hello hello() {
        Island island = board.island();
        if (island == null) {
            throw new IllegalStateException("there is no island to show yet; wait until the player has arrived");
        }
        return picture.hello(island);
    }

    /** What the pages are told many times a second, with the files that are shared. */
    public FrameLines.Picture picture(List<FrameLines.Shared> files) {
        return picture.now(files);
    }

    @Override
    public List<Entity> others() {
        return others.here();
    }

    @Override
    public Market market() {
        return market;
    }

    @Override
    public Board board() {
        return board;
    }

    @Override
    public Tile tile() {
        return me.tile();
    }

    @Override
    public @Nullable Entity player() {
        return me.avatar();
    }

    @Override
    public boolean hasSome(Thing thing) {
        Asset asset = thing.asset();
        Entity account = world.entity(thing.id());
        return Purse.confirmed(account, asset) + Purse.pending(account, asset) > 0;
    }
}
