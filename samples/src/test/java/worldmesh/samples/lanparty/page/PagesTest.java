package worldmesh.samples.lanparty.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PagesTest {
    private static final FrameLines.Hello HELLO = new FrameLines.Hello("hello", "1:1", "ANN", 0, "test", 80, -40, "~");
    private static final FrameLines.Picture PICTURE = new FrameLines.Picture(
            List.of(),
            new FrameLines.Me(true, 100, 1, 2, 0, 0),
            new FrameLines.Stats(0, 0, 0, -1, "ANN", 1, 0),
            new FrameLines.Standing("provisional", true, 3, List.of("mine gold"), List.of(), List.of()),
            new FrameLines.Door(true, true, "full house", 2, true, List.of("EVE")),
            List.of(),
            List.of(),
            List.of(new FrameLines.Shared("abc", "a level.zip", 5, "offered", 0, 0, "EVE", "")));

    private final List<String> sent = new ArrayList<>();
    private final Viewer viewer = new Viewer(sent::add, () -> cutOff = true);
    private final Pages pages = new Pages();
    private boolean cutOff;

    @Test
    void tellsEverythingOnceAndThenWhatChanged() {
        pages.put(block("1:1", 3));
        pages.open(viewer, HELLO);
        pages.show(PICTURE);
        pages.put(block("1:2", 4));
        pages.put(block("1:1", 3));
        pages.remove("1:1");
        pages.show(PICTURE);

        assertTrue(sent.get(0).startsWith("{\"t\":\"hello\""), sent.get(0));
        assertTrue(
                sent.get(1).contains("\"door\":{\"invite\":true,\"locked\":true,\"reason\":\"full house\""),
                sent.get(1));
        assertTrue(
                sent.get(1).contains("\"files\":[{\"id\":\"abc\",\"name\":\"a level.zip\",\"size\":5,"), sent.get(1));
        assertTrue(sent.get(1).contains("\"full\":true,\"put\":[{\"id\":\"1:1\""), sent.get(1));
        assertTrue(sent.get(2).contains("\"full\":false,\"put\":[{\"id\":\"1:2\""), sent.get(2));
        assertTrue(sent.get(2).contains("\"del\":[\"1:1\"]"), sent.get(2));
    }

    @Test
    void aPageThatDoesNotAnswerGetsNoMoreFramesUntilItDoes() {
        pages.open(viewer, HELLO);
        for (int i = 0; i < 20; i++) {
            pages.show(PICTURE);
        }
        assertEquals(5, sent.size());

        viewer.acknowledge(1);
        pages.show(PICTURE);

        assertEquals(6, sent.size());
    }

    @Test
    void anAcknowledgementOfTheFutureOpensNoFlood() {
        pages.open(viewer, HELLO);
        viewer.acknowledge(Long.MAX_VALUE);
        for (int i = 0; i < 20; i++) {
            pages.show(PICTURE);
        }

        assertEquals(5, sent.size());
    }

    @Test
    void hostileTextStaysAStringOfJson() {
        pages.open(viewer, HELLO);
        pages.chat(new FrameLines.Chat("EVE", 0, "</script>\"},{\"x\":\"", true));
        pages.show(PICTURE);

        assertTrue(sent.get(1).contains("</script>\\\"},{\\\"x\\\":\\\""), sent.get(1));
    }

    @Test
    void aPageOpenedLaterSeesTheLastLines() {
        pages.chat(new FrameLines.Chat("ANN", 0, "hello", true));
        pages.open(viewer, HELLO);
        pages.show(PICTURE);

        assertTrue(sent.get(1).contains("\"text\":\"hello\",\"fresh\":false"), sent.get(1));
    }

    @Test
    void aPageThatLeftIsForgotten() {
        pages.open(viewer, HELLO);
        viewer.leave();
        pages.show(PICTURE);

        assertFalse(pages.isWatched());
    }

    @Test
    void aPageThatLagsLosesOldNewsButNoError() {
        pages.open(viewer, HELLO);
        pages.toast(new FrameLines.Toast("rejected", "the vein is empty"));
        for (int i = 0; i < 2 * Viewer.LINES_MAX; i++) {
            pages.toast(new FrameLines.Toast("plain", "news " + i + "."));
        }
        pages.show(PICTURE);

        String frame = sent.get(1);
        assertTrue(frame.contains("the vein is empty"), frame);
        assertFalse(frame.contains("news 99."), frame);
        assertTrue(frame.contains("news 100.") && frame.contains("news 199."), frame);
    }

    @Test
    void aPageThatTakesNoErrorsIsCutOffBeforeOneIsDropped() {
        pages.open(viewer, HELLO);
        for (int i = 1; i < Viewer.ERRORS_MAX; i++) {
            pages.toast(new FrameLines.Toast("rejected", "no"));
        }
        assertFalse(cutOff);

        pages.toast(new FrameLines.Toast("rejected", "no"));
        pages.show(PICTURE);

        assertTrue(cutOff);
        assertFalse(pages.isWatched());
    }

    private static FrameLines.Thing block(String id, int colour) {
        return new FrameLines.Thing(id, "block", 1, 1, colour, 0, 0, null);
    }
}
