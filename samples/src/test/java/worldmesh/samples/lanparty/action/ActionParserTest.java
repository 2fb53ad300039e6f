package worldmesh.samples.lanparty.action;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ActionParserTest {
    private final List<String> done = new ArrayList<>();

    /** Hands that write down what they are told to do. */
    private final Hands hands = (Hands) Proxy.newProxyInstance(
            Hands.class.getClassLoader(), new Class<?>[] {Hands.class}, (proxy, method, arguments) -> {
                String list = arguments == null
                        ? ""
                        : Arrays.stream(arguments).map(String::valueOf).collect(Collectors.joining(" "));
                done.add((method.getName() + " " + list).strip());
                return null;
            });

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "walk n 3|walk 0 -1 3",
                "WALK West|walk -1 0 1",
                "goto 1.5 -2|goTo 1.5 -2.0",
                "steer 1 -1|steer 1 -1",
                "place red|place 0 null",
                "place grey 3 -4|place 7 3,-4",
                "remove|remove null",
                "sign  hello world |sign hello world null",
                "sign-at 1 2 hello|sign hello 1,2",
                "mine|work GOLD null",
                "chop 4 5|work WOOD 4,5",
                "act|act",
                "punch BOB|punch BOB",
                "punch|punch null",
                "rest|rest",
                "give BOB 5|give BOB GOLD 5",
                "give BOB 5 wood|give BOB WOOD 5",
                "offer 3 gold|offer GOLD 3 WOOD 1",
                "offer 3 wood for 9|offer WOOD 3 GOLD 9",
                "offer 3 wood for 9 gold|offer WOOD 3 GOLD 9",
                "accept|accept null",
                "accept BOB|accept BOB",
                "cancel|cancel null",
                "say <b>hi</b>|say <b>hi</b>",
                "invite|door DoorWord[verb=INVITE, who=, players=1, minutes=1440, why=]",
                "invite 3 60|door DoorWord[verb=INVITE, who=, players=3, minutes=60, why=]",
                "revoke 1a2b|door DoorWord[verb=REVOKE, who=1a2b, players=1, minutes=1440, why=]",
                "kick BOB|door DoorWord[verb=KICK, who=BOB, players=1, minutes=1440, why=]",
                "ban BOB griefs us|door DoorWord[verb=BAN, who=BOB, players=1, minutes=1440, why=griefs us]",
                "let-in BOB|door DoorWord[verb=LET_IN, who=BOB, players=1, minutes=1440, why=]",
                "lock full house|door DoorWord[verb=LOCK, who=, players=1, minutes=1440, why=full house]",
                "lock|door DoorWord[verb=LOCK, who=, players=1, minutes=1440, why=]",
                "unlock|door DoorWord[verb=UNLOCK, who=, players=1, minutes=1440, why=]",
                "door|door DoorWord[verb=SHOW, who=, players=1, minutes=1440, why=]",
                "who|who",
                "help|help",
            })
    void understands(String line, String deed) {
        ActionParser.parse(line).perform(hands);

        assertEquals(List.of(deed), done);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "fly",
                "walk",
                "walk up",
                "walk n 0",
                "walk n 81",
                "walk n 3 4",
                "goto 1",
                "goto NaN 1",
                "goto 1e9 0",
                "place",
                "place pink",
                "place red 1",
                "place red 999 0",
                "place red 40 0",
                "sign",
                "mine 1",
                "give",
                "give BOB",
                "give BOB -5",
                "give BOB 0",
                "give BOB 5 stone",
                "offer 5",
                "offer 5 gold at 3",
                "offer 5 gold for 3 gold",
                "steer 2 0",
                "say",
                "who now",
                "give BOB 99999999999999999999"
            })
    void refusesWithAReason(String line) {
        var refusal = assertThrows(BadLineException.class, () -> ActionParser.parse(line));

        assertTrue(String.valueOf(refusal.getMessage()).length() > 9);
    }

    @Test
    void refusesALineThatIsTooLong() {
        assertThrows(BadLineException.class, () -> ActionParser.parse("say " + "x".repeat(ActionParser.LINE_MAX)));
    }

    @Test
    void takesControlCharactersOutOfText() {
        ActionParser.parse("say a\u0000b\u001b[31mc").perform(hands);

        assertEquals(List.of("say a b [31mc"), done);
    }

    @Test
    void randomLinesEndInAnActionOrARefusal() {
        Random random = new Random(7);
        for (int i = 0; i < 2_000; i++) {
            String line = random.ints(random.nextInt(30), 0, 0x250)
                    .mapToObj(Character::toString)
                    .collect(Collectors.joining());
            try {
                ActionParser.parse(line).perform(hands);
            } catch (BadLineException e) {
                assertTrue(String.valueOf(e.getMessage()).length() > 3);
            }
        }
    }
}
