package worldmesh.samples.lanparty.play;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import worldmesh.peer.Entity;
import worldmesh.samples.lanparty.island.Island;
import worldmesh.samples.lanparty.island.Tile;
import worldmesh.world.entity.EntityId;

class BotTest {
    private static final float BEAT_SECONDS = 0.05f;

    private final Board board = new Board();
    private final List<String> said = new ArrayList<>();
    private boolean busy;
    private boolean mined;

    BotTest() {
        board.lay(new Island(42));
    }

    @Test
    void aBotWithNothingLeftToMineOrToGiveWalksAbout() {
        var bot = new Bot(new Fake(), new SplittableRandom(1));

        beats(bot, 20);

        List<String> walks =
                said.stream().filter(line -> line.startsWith("goto ")).toList();
        assertTrue(walks.size() > 10, said.toString());
        assertTrue(walks.stream().distinct().count() > 5, said.toString());
        walks.forEach(line -> assertTrue(board.isFree(tileOf(line)), line));
    }

    @Test
    void aBotUnderWayDoesNotTurnRoundAtEachBeat() {
        var bot = new Bot(new Fake(), new SplittableRandom(1));
        busy = true;

        beats(bot, 20);

        assertEquals(0, said.stream().filter(line -> line.startsWith("goto ")).count());
    }

    @Test
    void aBotWorksBeforeItWalksAbout() {
        board.put(new Thing(new EntityId(1, 1), Thing.Kind.VEIN, new Tile(3, 3), 0, ""));
        var bot = new Bot(new Fake(), new SplittableRandom(1));

        beats(bot, 5);
        assertTrue(said.contains("mine 3 3"), said.toString());

        said.clear();
        mined = true;
        beats(bot, 20);
        assertTrue(said.stream().anyMatch(line -> line.startsWith("goto ")), said.toString());
    }

    private static void beats(Bot bot, int beats) {
        for (int i = 0; i < beats; i++) {
            bot.tick(BEAT_SECONDS);
        }
    }

    private static Tile tileOf(String walk) {
        String[] words = walk.split(" ", -1);
        return new Tile(Integer.parseInt(words[1]), Integer.parseInt(words[2]));
    }

    private final class Fake implements Seat {
        @Override
        public boolean isPlaying() {
            return true;
        }

        @Override
        public boolean isBusy() {
            return busy;
        }

        @Override
        public boolean hasSome(Thing thing) {
            return !mined;
        }

        @Override
        public void line(String line) {
            said.add(line);
        }

        @Override
        public Board board() {
            return board;
        }

        @Override
        public Tile tile() {
            return new Tile(1, 1);
        }

        @Override
        public @Nullable Entity player() {
            return null;
        }

        @Override
        public List<Entity> others() {
            return List.of();
        }

        @Override
        public Market market() {
            throw new AssertionError("nobody is here to trade with");
        }
    }
}
