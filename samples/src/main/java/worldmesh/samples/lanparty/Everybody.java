package worldmesh.samples.lanparty;

import java.util.List;
import worldmesh.samples.lanparty.play.Audience;

/** Tells several audiences the same. */
final class Everybody implements Audience {
    private final List<Audience> all;

    Everybody(Audience... all) {
        this.all = List.of(all);
    }

    @Override
    public void heard(String author, int colour, String text) {
        all.forEach(one -> one.heard(author, colour, text));
    }

    @Override
    public void noticed(Tone tone, String text) {
        all.forEach(one -> one.noticed(tone, text));
    }
}
