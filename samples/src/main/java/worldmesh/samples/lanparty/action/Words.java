package worldmesh.samples.lanparty.action;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import worldmesh.samples.lanparty.island.Island;
import worldmesh.samples.lanparty.island.Tile;
import worldmesh.samples.lanparty.model.Asset;

/** Reads the words of one line from left to right, each within its bounds. */
final class Words {
    private final String usage;
    private String left;

    Words(String text, String usage) {
        this.left = text.strip();
        this.usage = usage;
    }

    boolean hasMore() {
        return !left.isEmpty();
    }

    String word() {
        if (left.isEmpty()) {
            throw wrong();
        }
        int end = 0;
        while (end < left.length() && !Character.isWhitespace(left.charAt(end))) {
            end++;
        }
        String word = left.substring(0, end);
        left = left.substring(end).strip();
        return word;
    }

    String lowerWord() {
        return word().toLowerCase(Locale.ROOT);
    }

    @Nullable String optionalWord() {
        return hasMore() ? word() : null;
    }

    long number(long least, long most) {
        String word = word();
        try {
            long value = Long.parseLong(word);
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw new BadLineException("'" + word + "' is no whole number; usage: " + usage);
        }
        throw new BadLineException("'" + word + "' must be within " + least + ".." + most);
    }

    long optionalNumber(long fallback, long least, long most) {
        return hasMore() ? number(least, most) : fallback;
    }

    float coordinate() {
        String word = word();
        try {
            float value = Float.parseFloat(word);
            if (Math.abs(value) <= Island.RADIUS) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw new BadLineException("'" + word + "' is no number; usage: " + usage);
        }
        throw new BadLineException("'" + word + "' is off the map, which ends at " + Island.RADIUS);
    }

    Tile tile() {
        int x = (int) number(-Island.RADIUS, Island.RADIUS - 1);
        return new Tile(x, (int) number(-Island.RADIUS, Island.RADIUS - 1));
    }

    @Nullable Tile optionalTile() {
        return hasMore() ? tile() : null;
    }

    Asset asset() {
        String word = lowerWord();
        return switch (word) {
            case "gold" -> Asset.GOLD;
            case "wood" -> Asset.WOOD;
            default -> throw new BadLineException("no good '" + word + "'; there is gold and wood");
        };
    }

    /** The rest of the line as text of people: no control characters, cut to a length. */
    String text(int most) {
        String text = left.replaceAll("\\p{Cntrl}", " ").strip();
        left = "";
        if (text.isEmpty()) {
            throw wrong();
        }
        if (text.codePointCount(0, text.length()) > most) {
            throw new BadLineException("that is too long; at most " + most + " characters");
        }
        return text;
    }

    void end() {
        if (hasMore()) {
            throw wrong();
        }
    }

    BadLineException wrong() {
        return new BadLineException("usage: " + usage);
    }
}
