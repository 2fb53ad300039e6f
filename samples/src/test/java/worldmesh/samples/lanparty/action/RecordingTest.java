package worldmesh.samples.lanparty.action;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class RecordingTest {
    @Test
    void addsUpThePauses() {
        var recording = Recording.parse(List.of("# a party", "+100 walk n 3", "", "mine", "+0 say hi"));

        assertEquals(
                List.of(
                        new Recording.Step(100, "walk n 3"),
                        new Recording.Step(350, "mine"),
                        new Recording.Step(350, "say hi")),
                recording.steps());
    }

    @Test
    void namesTheBadLine() {
        var refusal = assertThrows(BadLineException.class, () -> Recording.parse(List.of("who", "fly")));

        assertEquals("line 2 'fly': no command 'fly'; help lists them", refusal.getMessage());
    }

    @Test
    void refusesAPauseThatIsNoNumber() {
        assertThrows(BadLineException.class, () -> Recording.parse(List.of("+soon who")));
        assertThrows(BadLineException.class, () -> Recording.parse(List.of("+5")));
    }
}
