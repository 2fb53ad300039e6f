package worldmesh.samples.troupe;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import worldmesh.runtime.time.SystemClock;
import worldmesh.samples.cheat.RogueProcess;

/**
 * Players in processes of their own over one directory; the first founds the world, and one thread drives them all.
 * What they did is judged afterwards, by a checker in a process of its own.
 */
public final class Troupe {
    private static final String WORLD = "Demo island";
    private static final String LOOPBACK_ANY_PORT = "127.0.0.1:0";
    private static final String LAN_ANY_PORT = "0.0.0.0:0";
    private static final long START_MILLIS = 180_000;

    /** From the last bot's last deed until all worlds must be equal. */
    private static final long SETTLE_MILLIS = 15_000;

    private static final long POLL_MILLIS = 20;

    private final Path directory;
    private final PrintWriter progress;
    private final Cast cast;
    private final List<ChildPeer> children = new CopyOnWriteArrayList<>();
    private final Standings said = new Standings(children);
    private final LogWatch logWatch = new LogWatch();
    private volatile boolean over;
    private volatile boolean abandoned;

    private String invitation = "";

    private Troupe(Path directory, PrintWriter progress, Cast cast) {
        this.directory = directory;
        this.progress = progress;
        this.cast = cast;
    }

    /**
     * Lets {@code play} have a troupe; ends every process and closes the venue, and keeps the files if the code it
     * answers is not 0.
     */
    public static int run(String purpose, PrintWriter progress, Cast cast, ToIntFunction<Troupe> play) {
        Troupe troupe = new Troupe(RunDirectory.create(purpose), progress, cast);
        Thread hook = new Thread(troupe::abandon, purpose + "-shutdown");
        Runtime.getRuntime().addShutdownHook(hook);
        int code = 1;
        try {
            code = play.applyAsInt(troupe);
        } catch (TroupeException e) {
            troupe.say("the " + purpose + " failed: " + e.getMessage());
        } finally {
            troupe.over = true;
            troupe.children.forEach(ChildPeer::stopNow);
            troupe.logWatch.end();
            cast.venue().close();
        }
        if (troupe.abandoned) {
            return code;
        }
        if (code == 0) {
            RunDirectory.delete(troupe.directory);
        } else {
            troupe.say("the peers' files are in " + troupe.directory);
        }
        return code;
    }

    /** Starts all, one after the other, so that each join is measured by itself. */
    public void begin() {
        found();
        for (int i = 1; i < cast.names().size(); i++) {
            enter(i);
            child(i).await("playing", START_MILLIS);
        }
        say(children.size() + " peers play");
    }

    /** Starts all; when the founder plays and every JVM is ready lets the others in at one moment, which it answers. */
    public long beginAtOnce() {
        found();
        for (int i = 1; i < cast.names().size(); i++) {
            List<String> entrance = new ArrayList<>(wayIn(i));
            entrance.add("warm");
            launch(i, entrance);
        }
        children.forEach(child -> child.await("ready", START_MILLIS));
        long millis = SystemClock.INSTANCE.wallMillis();
        children.stream().skip(1).forEach(child -> child.tell("go"));
        return millis;
    }

    /**
     * Lets all leave and meet again: the founder founds another world, and when it plays the others come in at one
     * moment, which it answers; as new players with empty stores, in processes that are warm.
     */
    public long againAtOnce() {
        children.forEach(Troupe::sendHome);
        children.forEach(Troupe::awaitHome);
        child(0).tell("go");
        child(0).await("playing", START_MILLIS);
        long millis = SystemClock.INSTANCE.wallMillis();
        children.stream().skip(1).forEach(child -> child.tell("go"));
        return millis;
    }

    /** Lets one leave and come in again as somebody new, in a process that is warm, while the others play. */
    public void againAlone(int player) {
        sendHome(child(player));
        awaitHome(child(player));
        child(player).tell("go");
    }

    private static void sendHome(ChildPeer child) {
        child.forget("ready");
        child.tell("again");
    }

    private static void awaitHome(ChildPeer child) {
        child.await("ready", START_MILLIS);
        List.of("address", "members", "view", "role", "joined", "playing").forEach(child::forget);
    }

    private void found() {
        launch(0, Entrance.host(WORLD));
        child(0).tell("go");
        child(0).await("playing", START_MILLIS);
        invitation = cast.venue().hasNode() ? child(0).await("invite", START_MILLIS) : "";
        say(child(0).name() + " hosts at " + child(0).await("address", START_MILLIS));
    }

    /** Starts a player that was not here or is gone, by the way that its venue offers. */
    public void enter(int player) {
        launch(player, wayIn(player));
        child(player).tell("go");
    }

    private List<String> wayIn(int player) {
        if (cast.venue().isLan()) {
            return Entrance.lan();
        }
        if (cast.venue().hasNode()) {
            return Entrance.join(invitation);
        }
        int host = IntStream.range(0, children.size())
                .filter(other -> other != player
                        && isAlive(other)
                        && child(other).said("playing").isPresent())
                .findFirst()
                .orElseThrow(() -> new TroupeException("nobody is left to join"));
        return Entrance.join(child(host).await("address", START_MILLIS));
    }

    private String listenAt() {
        return cast.venue().isLan() || cast.venue().hasNode() ? LAN_ANY_PORT : LOOPBACK_ANY_PORT;
    }

    private void launch(int player, List<String> entrance) {
        PeerDirectory peer = peer(player);
        peer.create();
        String listen = listenAt();
        List<String> args = new ArrayList<>(List.of(
                peer.path().toString(), peer.name(), listen, String.valueOf(SystemClock.INSTANCE.wallMillis())));
        args.addAll(entrance);
        args.addAll(cast.settings());
        List<String> command = cast.venue().command(player, ChildPeer.command(PlayerProcess.class, args));
        ChildPeer child = ChildPeer.start(peer.name(), peer.path(), command);
        if (player < children.size()) {
            children.set(player, child);
        } else {
            children.add(child);
        }
    }

    /** Ends a player as a power cut would; a holder's death is noted for the checker. */
    public void kill(int player) {
        boolean holds = said.holder().filter(who -> who == player).isPresent();
        long now = SystemClock.INSTANCE.wallMillis();
        peer(player).report("killed " + now);
        if (holds) {
            peer(player).report("felled " + now);
        }
        child(player).kill();
    }

    /** Lets the holder cheat from now on, until all others go by another holder; then ends it, as they would. */
    public void depose(int cheater, long millis) {
        peer(cheater).report("turned " + SystemClock.INSTANCE.wallMillis());
        child(cheater).tell("turn");
        await(
                "the end of a cheating holder",
                millis,
                () -> IntStream.range(0, children.size())
                        .filter(player -> player != cheater && isAlive(player))
                        .allMatch(player -> child(player).said("deposed").isPresent()));
        child(cheater).kill();
    }

    /** Lets a cheating member join one player, try what it can at all of them, and leave. */
    public void cheat(int player, long millis) {
        String address = child(player).await("address", START_MILLIS);
        String port = address.substring(address.lastIndexOf(':') + 1);
        List<String> args =
                List.of(directory.toString(), listenAt(), "127.0.0.1:" + port, String.valueOf(children.size()));
        ChildPeer rogue = ChildPeer.start(
                "cheater", directory, cast.venue().command(player, ChildPeer.command(RogueProcess.class, args)));
        if (rogue.sleepWhileAlive(millis)) {
            rogue.kill();
            throw new TroupeException("the cheater did not end within " + millis + " ms; see log.txt");
        }
    }

    /** From now on notes what stands in the party's log, for the checker: members cut their logs. */
    public void watchLog() {
        logWatch.begin(directory, cast.names());
    }

    /** Deletes the store of a player that is gone: it comes back as somebody new. */
    public void forgetStore(int player) {
        peer(player).forgetStore();
    }

    /** Keeps a copy of a killed player's store for the checker, the first one only. */
    public void keepStoreAtKill(int player) {
        peer(player).keepStoreAtKill();
    }

    /** Lets a player leave in good order. */
    public void leave(int player) {
        child(player).stop();
    }

    /** Stops a player's process where it stands. */
    public void suspend(int player) {
        child(player).suspend();
    }

    /** Lets a suspended player go on. */
    public void resume(int player) {
        child(player).resume();
    }

    /** True if the player's process runs. */
    public boolean isAlive(int player) {
        return player < children.size() && child(player).isAlive();
    }

    /** The holder, which there must be within a moment. */
    public int mustHold() {
        await("a holder", START_MILLIS, () -> said.holder().isPresent());
        return said.holder().orElseThrow();
    }

    /** What the players last said of themselves. */
    public Standings said() {
        return said;
    }

    /** Waits until every living player is on a roster of so many. */
    public void awaitRoster(int size, long millis) {
        await("a roster of " + size + " on every peer", millis, () -> said.isSeated(size));
    }

    /** Waits until every living player is linked to so many, itself included. */
    public void awaitMembers(int present, long millis) {
        await("a link from every peer to all " + present, millis, () -> said.isLinked(present));
    }

    /** Waits until every living player is in a view of so many. */
    public void awaitView(int members, long millis) {
        await("a view of " + members + " on every peer", millis, () -> said.isInView(members));
    }

    /** Waits until somebody's command is accepted from now on: a party that only stands there proves nothing. */
    public void awaitAnswer(long millis) {
        long asked = SystemClock.INSTANCE.wallMillis();
        await("an answer to anybody", millis, () -> said.isAnsweredSince(asked));
    }

    /** Waits until something is so; fails when it does not come in time. */
    public void await(String what, long millis, BooleanSupplier condition) {
        long deadline = SystemClock.INSTANCE.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (!condition.getAsBoolean()) {
            if (SystemClock.INSTANCE.nanoTime() > deadline) {
                throw new TroupeException(what + " did not come within " + millis + " ms: " + said);
            }
            Pause.of(POLL_MILLIS);
        }
    }

    /** Lets a player that came or came back act as soon as it can. */
    public void acts(int player) {
        child(player).tell("bots on");
    }

    /** Lets all of them act, or rest. */
    public void bots(boolean on) {
        if (!on) {
            report("rested " + SystemClock.INSTANCE.wallMillis());
        }
        children.stream().filter(ChildPeer::isAlive).forEach(child -> child.tell(on ? "bots on" : "bots off"));
    }

    /** Lets them play on for some milliseconds; fails if a player's process ends. */
    public void play(long millis) {
        List<ChildPeer> living = children.stream().filter(ChildPeer::isAlive).toList();
        if (millis > 0) {
            Pause.of(millis);
        }
        for (ChildPeer child : living) {
            if (!child.isAlive()) {
                throw new TroupeException(child.name() + " ended early; see its log.txt");
            }
        }
    }

    /** Parts some players from the others by a cut between their switches. */
    public void split(List<Integer> apart) {
        cast.venue().split(apart);
        report("split " + SystemClock.INSTANCE.wallMillis());
    }

    /** Ends a split and rests all players; answers after how long all worlds were equal, -1 if they never were. */
    public long heal() {
        bots(false);
        long from = SystemClock.INSTANCE.nanoTime();
        cast.venue().heal();
        boolean equal = settle(SETTLE_MILLIS);
        long millis = equal ? TimeUnit.NANOSECONDS.toMillis(SystemClock.INSTANCE.nanoTime() - from) : -1;
        report("healed " + millis);
        return millis;
    }

    /** Waits until all worlds are equal and nobody waits, as each peer reports them; then ends the peers. */
    public void settleAndStop() {
        say(
                settle(SETTLE_MILLIS)
                        ? "all worlds are equal"
                        : "the worlds did not become equal in time; the checker decides");
        children.forEach(ChildPeer::stop);
    }

    /** Waits until all resting players report equal worlds and nothing on its way, from now on. */
    public boolean settle(long millis) {
        List<ChildPeer> living = children.stream().filter(ChildPeer::isAlive).toList();
        living.forEach(child -> child.forget("quiet"));
        long deadline = SystemClock.INSTANCE.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (SystemClock.INSTANCE.nanoTime() < deadline) {
            Set<String> states = new TreeSet<>();
            living.forEach(child -> states.add(child.said("quiet").orElse("unheard: " + child.name())));
            if (states.size() == 1) {
                return true;
            }
            Pause.of(POLL_MILLIS);
        }
        return false;
    }

    /**
     * Runs a checker over what the peers left, with the directory, {@code details} and the names as arguments; prints
     * what it found to {@code out} and answers 0 if every promise held.
     */
    public int check(Class<?> checker, List<String> details, PrintWriter out, boolean json) {
        List<String> args = new ArrayList<>(List.of(directory.toString()));
        args.addAll(details);
        args.addAll(cast.names());
        return CheckerProcess.run(checker, directory, args, out, json);
    }

    /** What a player's process uses, after a garbage collection. */
    public Usage usage(int player) {
        ChildPeer child = child(player);
        child.forget(Usage.QUESTION);
        child.tell(Usage.QUESTION);
        return Usage.parse(child.await(Usage.QUESTION, START_MILLIS));
    }

    /** What the stores of all players take on disk. */
    public long diskBytes() {
        return cast.names().stream()
                .mapToLong(name -> PeerDirectory.of(directory, name).storeBytes())
                .sum();
    }

    /** Adds a line to the troupe's own report. */
    public void report(String line) {
        PeerDirectory.troupe(directory).report(line);
    }

    /** Tells the person what goes on. */
    public void say(String line) {
        progress.println(line);
        progress.flush();
    }

    /** What a peer said under a key, as soon as it has. */
    public String told(int player, String key) {
        return child(player).await(key, START_MILLIS);
    }

    /** The processes, the founder first. */
    public List<ChildPeer> children() {
        return children;
    }

    /** Who plays. */
    public List<String> names() {
        return cast.names();
    }

    /** Where they play. */
    public Venue venue() {
        return cast.venue();
    }

    /** The directory that everything lies in. */
    public Path directory() {
        return directory;
    }

    private ChildPeer child(int player) {
        return children.get(player);
    }

    // Ctrl-C: no peer outlives its driver, and a party that nobody judges leaves nothing behind.
    private void abandon() {
        if (!over) {
            abandoned = true;
            children.forEach(ChildPeer::kill);
            logWatch.end();
            cast.venue().close();
            RunDirectory.delete(directory);
        }
    }

    private PeerDirectory peer(int index) {
        return PeerDirectory.of(directory, cast.names().get(index));
    }
}
