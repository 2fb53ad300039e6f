package worldmesh.samples.lanparty;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import worldmesh.peer.Session;
import worldmesh.peer.SessionOptions;
import worldmesh.peer.World;
import worldmesh.peer.core.SessionState;
import worldmesh.peer.event.AuthorityEvent;
import worldmesh.peer.event.CommandAcceptedEvent;
import worldmesh.peer.event.CommandProvisionalEvent;
import worldmesh.peer.event.CommandRejectedEvent;
import worldmesh.peer.event.PartyNoticeEvent;
import worldmesh.peer.port.AuthorityStatus;
import worldmesh.runtime.net.HostPort;
import worldmesh.runtime.time.SystemClock;
import worldmesh.samples.lanparty.action.Recording;
import worldmesh.samples.lanparty.page.DropFolder;
import worldmesh.samples.lanparty.page.PageServer;
import worldmesh.samples.lanparty.play.Bot;
import worldmesh.samples.lanparty.play.Diligence;
import worldmesh.samples.lanparty.play.PageVoice;
import worldmesh.samples.lanparty.play.Party;
import worldmesh.samples.lanparty.play.SharedFiles;
import worldmesh.world.rule.RuleBook;
import worldmesh.world.trust.Membership;
import worldmesh.world.trust.WorldManifest;

/** What one peer has open, and one turn of it. Confined to the game's thread. */
final class PeerGame implements AutoCloseable {
    /** Pages are told every so many ticks: twenty times a second. */
    private static final int TICKS_PER_FRAME = 3;

    /** Milestones hear the state every so many ticks: four times a second, for a digest looks at everything. */
    private static final int TICKS_PER_COUNT = 3;

    private static final int TICKS_PER_STATE = 15;

    /** Lines kept until the player has arrived; more are typed in vain. */
    private static final int EARLY_MAX = 256;

    /** A pose is settled into its cell when its owner has stood for half a second; until then its world changes. */
    private static final float SETTLED_SECONDS = 0.7f;

    private static final String BOTS = "bots ";

    /** The folder in the store with copies of what was dropped onto the page. */
    private static final String DROPPED = "dropped";

    private final World world;
    private final Session session;
    private final PageServer page;
    private final Party party;
    private final SharedFiles files;
    private final Bot bot;
    private final Diligence diligence = new Diligence();
    private final Milestones milestones;
    private final Deque<Recording.Step> recorded = new ArrayDeque<>();
    private final Deque<String> early = new ArrayDeque<>();
    private final long askedNanos;
    private boolean botPlays;
    private float standsSeconds;
    private boolean joined;
    private boolean playing;
    private long playingNanos;
    private int ticks;
    private int members;
    private int view;
    private @Nullable AuthorityStatus status;

    private PeerGame(World world, Session session, PageServer page, PeerSetting setting, long askedNanos) {
        this.world = world;
        this.askedNanos = askedNanos;
        this.session = session;
        this.page = page;
        this.milestones = setting.milestones();
        Everybody everybody = new Everybody(setting.audience(), new PageVoice(page.pages()));
        this.party = new Party(world, session, page.pages(), everybody, SystemClock.INSTANCE, this::address);
        this.files = new SharedFiles(session, setting.audience(), everybody, page.drops());
        this.bot = Bot.of(party, new SplittableRandom(world.self().hashCode()));
        this.recorded.addAll(setting.recorded());
        session.on(AuthorityEvent.class, event -> milestones.epoch(event.epoch()));
        session.on(CommandAcceptedEvent.class, event -> {
            diligence.accepted(event.command());
            milestones.answered(session.epoch());
        });
        session.on(CommandProvisionalEvent.class, event -> {
            diligence.provisional(event.command());
            milestones.provisional();
        });
        session.on(CommandRejectedEvent.class, event -> diligence.rejected(event.command()));
        session.on(PartyNoticeEvent.class, event -> milestones.noticed(event.notice()));
    }

    /** Opens the page, the world and the session, or nothing at all. */
    static PeerGame open(PeerOptions options, PeerSetting setting) {
        PageServer page =
                PageServer.start(options.page(), new DropFolder(options.store().resolve(DROPPED)));
        World world = null;
        PeerGame game = null;
        try {
            world = world(options, setting.rules());
            page.drops().clear();
            setting.entering().run();
            long askedNanos = SystemClock.INSTANCE.nanoTime();
            Session session = session(world, options);
            game = new PeerGame(world, session, page, setting, askedNanos);
            setting.milestones().page(page.url());
            setting.milestones().listening(HostPort.format(session.local()), game.invitation());
            return game;
        } finally {
            if (game == null) {
                page.close();
                if (world != null) {
                    world.close();
                }
            }
        }
    }

    private static World world(PeerOptions options, RuleBook rules) {
        World.Builder builder =
                GameWorld.builder().rules(rules).name(options.name()).store(options.store());
        if (options.files().receipts() != null) {
            builder.receipts(options.files().receipts());
        }
        return builder.open();
    }

    private static Session session(World world, PeerOptions options) {
        InetSocketAddress listen = options.listen();
        SessionOptions net = options.config().options();
        if (listen != null) {
            net = net.listen(listen);
            // Bound to this machine alone, it has nothing to announce to others.
            net = listen.getAddress().isLoopbackAddress() ? net.quiet() : net;
        }
        PeerOptions.Entry entry = options.entry();
        return switch (entry.way()) {
            case HOST -> Session.host(world, entry.target(), net);
            case JOIN_LAN -> Session.joinLan(world, net);
            case JOIN -> Session.join(world, entry.target(), net);
        };
    }

    /** What lets any number of players in; others than the founder of a world by invitation make one when asked to. */
    private String invitation() {
        WorldManifest manifest = world.manifest();
        boolean lasting = manifest != null
                && (manifest.membership() == Membership.OPEN
                        || manifest.trustRoot().peer().equals(world.self()));
        return lasting && session.isHost() ? session.invite(address()).format() : "";
    }

    private String address() {
        InetAddress address = session.local().getAddress();
        return address.isAnyLocalAddress() ? LanAddress.own() : address.getHostAddress();
    }

    private void pageLine(String line) {
        if (!files.pageLine(line)) {
            party.line(line);
        }
    }

    /** Takes what is typed at the terminal, which alone names files of this machine. */
    void line(String line) {
        if (files.line(line)) {
            return;
        }
        if (line.strip().equalsIgnoreCase("help")) {
            files.help();
        }
        if (line.startsWith(BOTS)) {
            botPlays = line.endsWith("on");
            if (!botPlays) {
                party.rest();
            }
        } else if (party.hasArrived()) {
            party.line(line);
        } else if (early.size() < EARLY_MAX) {
            early.add(line);
        }
    }

    boolean isOver() {
        return session.state() == SessionState.CLOSED;
    }

    void tick(long nowNanos, float seconds) {
        if (party.hasArrived()) {
            page.pump(party::hello, this::pageLine, files::dropped);
            early.forEach(party::line);
            early.clear();
        }
        replay(nowNanos);
        if (botPlays) {
            bot.tick(seconds);
        }
        party.tick(seconds);
        standsSeconds = botPlays || party.isBusy() ? 0 : standsSeconds + seconds;
        tellDiligence(seconds);
        ticks++;
        if (ticks % TICKS_PER_FRAME == 0 && page.pages().isWatched()) {
            page.pages().show(party.picture(files.picture()));
        }
        tellMilestones(nowNanos);
    }

    private void replay(long nowNanos) {
        if (!playing) {
            return;
        }
        long played = TimeUnit.NANOSECONDS.toMillis(nowNanos - playingNanos);
        while (!recorded.isEmpty() && recorded.getFirst().atMillis() <= played) {
            party.line(recorded.removeFirst().line());
        }
    }

    private void tellMilestones(long nowNanos) {
        tellParty();
        if (!joined && party.seesTheIsland()) {
            joined = true;
            milestones.joined(TimeUnit.NANOSECONDS.toMillis(SystemClock.INSTANCE.nanoTime() - askedNanos));
        }
        if (!playing && party.isPlaying()) {
            playing = true;
            playingNanos = nowNanos;
            milestones.playing();
        }
        if (ticks % TICKS_PER_STATE == 0 && playing && !botPlays) {
            int waiting = session.unansweredCommands() + recorded.size() + (standsSeconds < SETTLED_SECONDS ? 1 : 0);
            milestones.state(waiting, world.digest());
        }
    }

    private void tellDiligence(float seconds) {
        AuthorityStatus now = session.authorityStatus();
        boolean stands = now != null
                && (now.role() == AuthorityStatus.Role.HOLDER || now.role() == AuthorityStatus.Role.FOLLOWER);
        diligence.pass(seconds, botPlays && playing && stands, party.askedCount());
        if (diligence.isDue()) {
            milestones.acted(diligence.take());
        }
    }

    private void tellParty() {
        AuthorityStatus now = session.authorityStatus();
        if (now != null && !isTold(now)) {
            status = now;
            milestones.authority(now);
        }
        if (ticks % TICKS_PER_COUNT == 0) {
            int present = session.peers().size();
            if (present != members) {
                members = present;
                milestones.members(present);
            }
            int inView = session.view().size();
            if (inView != view) {
                view = inView;
                milestones.view(inView);
            }
        }
    }

    // The committed tick moves all the time and is nobody's milestone.
    private boolean isTold(AuthorityStatus now) {
        AuthorityStatus told = status;
        return told != null
                && told.role() == now.role()
                && told.epoch() == now.epoch()
                && Objects.equals(told.holder(), now.holder())
                && told.roster().equals(now.roster());
    }

    /** Leaves in good order: the last edits are sent and stored. */
    @Override
    public void close() {
        if (party.hasArrived() && page.pages().isWatched()) {
            page.pages().show(party.picture(files.picture())); // pages hear why it ends
        }
        session.close();
        world.close();
        page.close();
    }
}
