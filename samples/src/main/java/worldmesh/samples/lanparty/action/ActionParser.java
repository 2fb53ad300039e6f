package worldmesh.samples.lanparty.action;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import worldmesh.samples.lanparty.island.Island;
import worldmesh.samples.lanparty.island.Tile;
import worldmesh.samples.lanparty.model.Asset;

/** Reads a line into an action, or says what is wrong with it. Stateless. */
public final class ActionParser {
    /** Longer lines are refused unread. */
    public static final int LINE_MAX = 400;

    /** Characters of a chat line. */
    public static final int SAY_MAX = 240;

    /** Characters of a sign; more would not fit over a tile. */
    public static final int SIGN_MAX = 48;

    /** Characters of a reason, of up to four bytes each. */
    private static final int REASON_MAX = 50;

    private static final long AMOUNT_MAX = 1_000_000;

    private static final Map<String, Verb> VERBS = verbs();

    private ActionParser() {}

    /** The action of a line. */
    public static Action parse(String line) {
        if (line.length() > LINE_MAX) {
            throw new BadLineException("that line is too long; at most " + LINE_MAX + " characters");
        }
        String text = line.strip();
        int space = text.indexOf(' ');
        String name = (space < 0 ? text : text.substring(0, space)).toLowerCase(Locale.ROOT);
        @Nullable Verb verb = VERBS.get(name);
        if (verb == null) {
            throw new BadLineException("no command '" + name + "'; help lists them");
        }
        Words words = new Words(space < 0 ? "" : text.substring(space), verb.usage());
        Action action = verb.read().apply(words);
        words.end();
        return action;
    }

    /** How each command is written, one per line. */
    public static List<String> usages() {
        return VERBS.values().stream().map(Verb::usage).distinct().toList();
    }

    private static Map<String, Verb> verbs() {
        Map<String, Verb> verbs = new LinkedHashMap<>();
        addMoves(verbs);
        addBuilding(verbs);
        addWork(verbs);
        addTrade(verbs);
        addTalk(verbs);
        addDoor(verbs);
        return verbs;
    }

    private static void addMoves(Map<String, Verb> verbs) {
        verbs.put("walk", new Verb("walk n|e|s|w [TILES]", ActionParser::walk));
        verbs.put("goto", new Verb("goto X Y", words -> {
            float x = words.coordinate();
            float y = words.coordinate();
            return hands -> hands.goTo(x, y);
        }));
        verbs.put("steer", new Verb("steer DX DY (each -1..1; 0 0 stands still)", words -> {
            int dx = (int) words.number(-1, 1);
            int dy = (int) words.number(-1, 1);
            return hands -> hands.steer(dx, dy);
        }));
    }

    private static Action walk(Words words) {
        String direction = words.lowerWord();
        int tiles = (int) words.optionalNumber(1, 1, Island.SIDE);
        return switch (direction) {
            case "n", "north" -> hands -> hands.walk(0, -1, tiles);
            case "e", "east" -> hands -> hands.walk(1, 0, tiles);
            case "s", "south" -> hands -> hands.walk(0, 1, tiles);
            case "w", "west" -> hands -> hands.walk(-1, 0, tiles);
            default -> throw words.wrong();
        };
    }

    private static void addBuilding(Map<String, Verb> verbs) {
        verbs.put("place", new Verb("place COLOUR [X Y]", words -> {
            int colour = Palette.indexOf(words.lowerWord());
            @Nullable Tile at = words.optionalTile();
            return hands -> hands.place(colour, at);
        }));
        verbs.put("remove", new Verb("remove [X Y]", words -> {
            @Nullable Tile at = words.optionalTile();
            return hands -> hands.remove(at);
        }));
        verbs.put("sign", new Verb("sign TEXT", words -> {
            String text = words.text(SIGN_MAX);
            return hands -> hands.sign(text, null);
        }));
        verbs.put("sign-at", new Verb("sign-at X Y TEXT", words -> {
            Tile at = words.tile();
            String text = words.text(SIGN_MAX);
            return hands -> hands.sign(text, at);
        }));
    }

    private static void addWork(Map<String, Verb> verbs) {
        verbs.put("mine", new Verb("mine [X Y]", words -> {
            @Nullable Tile at = words.optionalTile();
            return hands -> hands.work(Asset.GOLD, at);
        }));
        verbs.put("chop", new Verb("chop [X Y]", words -> {
            @Nullable Tile at = words.optionalTile();
            return hands -> hands.work(Asset.WOOD, at);
        }));
        verbs.put("act", new Verb("act", words -> Hands::act));
        verbs.put("punch", new Verb("punch [NAME]", words -> {
            @Nullable String name = words.optionalWord();
            return hands -> hands.punch(name);
        }));
        verbs.put("rest", new Verb("rest", words -> Hands::rest));
    }

    private static void addTrade(Map<String, Verb> verbs) {
        verbs.put("give", new Verb("give NAME AMOUNT [gold|wood]", words -> {
            String name = words.word();
            long amount = words.number(1, AMOUNT_MAX);
            Asset asset = words.hasMore() ? words.asset() : Asset.GOLD;
            return hands -> hands.give(name, asset, amount);
        }));
        verbs.put("offer", new Verb("offer AMOUNT gold|wood [for AMOUNT]", ActionParser::offer));
        verbs.put("accept", new Verb("accept [NAME]", words -> {
            @Nullable String which = words.optionalWord();
            return hands -> hands.accept(which);
        }));
        verbs.put("cancel", new Verb("cancel", words -> {
            @Nullable String which = words.optionalWord();
            return hands -> hands.cancel(which);
        }));
    }

    private static Action offer(Words words) {
        long give = words.number(1, AMOUNT_MAX);
        Asset asset = words.asset();
        Asset other = asset == Asset.GOLD ? Asset.WOOD : Asset.GOLD;
        long want = 1;
        if (words.hasMore()) {
            if (!words.lowerWord().equals("for")) {
                throw words.wrong();
            }
            want = words.number(1, AMOUNT_MAX);
            if (words.hasMore() && words.asset() != other) {
                throw new BadLineException("gold is traded for wood and wood for gold");
            }
        }
        long wanted = want;
        return hands -> hands.offer(asset, give, other, wanted);
    }

    private static void addTalk(Map<String, Verb> verbs) {
        verbs.put("say", new Verb("say TEXT", words -> {
            String text = words.text(SAY_MAX);
            return hands -> hands.say(text);
        }));
        verbs.put("announce", new Verb("announce TEXT", words -> {
            String text = words.text(SAY_MAX);
            return hands -> hands.announce(text);
        }));
        verbs.put("read-only", new Verb("read-only off|REASON", words -> {
            String reason = words.text(REASON_MAX);
            return hands -> hands.readOnly(reason.equals("off") ? "" : reason);
        }));
        verbs.put("adopt", new Verb("adopt (go on without the others)", words -> Hands::adopt));
        verbs.put("who", new Verb("who", words -> Hands::who));
        verbs.put("help", new Verb("help", words -> Hands::help));
    }

    private static void addDoor(Map<String, Verb> verbs) {
        verbs.put("invite", new Verb("invite [PLAYERS [MINUTES]]", words -> {
            long players = words.optionalNumber(1, 1, DoorWord.PLAYERS_MAX);
            long minutes = words.optionalNumber(DoorWord.DAY_MINUTES, 1, DoorWord.MINUTES_MAX);
            DoorWord word = new DoorWord(DoorWord.Verb.INVITE, "", players, minutes, "");
            return hands -> hands.door(word);
        }));
        verbs.put("revoke", about("revoke INVITATION", DoorWord.Verb.REVOKE));
        verbs.put("door", new Verb("door (who may come in)", words -> {
            DoorWord word = DoorWord.of(DoorWord.Verb.SHOW, "");
            return hands -> hands.door(word);
        }));
        verbs.put("kick", about("kick NAME [WHY]", DoorWord.Verb.KICK));
        verbs.put("ban", about("ban NAME [WHY]", DoorWord.Verb.BAN));
        verbs.put("let-in", about("let-in NAME|KEY", DoorWord.Verb.LET_IN));
        verbs.put("lock", new Verb("lock [WHY]", words -> {
            DoorWord word = DoorWord.of(DoorWord.Verb.LOCK, words.hasMore() ? words.text(REASON_MAX) : "");
            return hands -> hands.door(word);
        }));
        verbs.put("unlock", new Verb("unlock", words -> {
            DoorWord word = DoorWord.of(DoorWord.Verb.UNLOCK, "");
            return hands -> hands.door(word);
        }));
    }

    private static Verb about(String usage, DoorWord.Verb verb) {
        boolean explains = usage.endsWith("[WHY]");
        return new Verb(usage, words -> {
            String who = words.word();
            DoorWord word = DoorWord.about(verb, who, explains && words.hasMore() ? words.text(REASON_MAX) : "");
            return hands -> hands.door(word);
        });
    }

    private record Verb(String usage, Function<Words, Action> read) {}
}
