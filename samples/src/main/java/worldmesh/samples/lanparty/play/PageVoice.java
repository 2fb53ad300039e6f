package worldmesh.samples.lanparty.play;

import java.util.Locale;
import worldmesh.samples.lanparty.page.FrameLines;
import worldmesh.samples.lanparty.page.Pages;

/** Tells the pages what the player is told. */
public final class PageVoice implements Audience {
    private final Pages pages;

    /** Tells these pages. */
    public PageVoice(Pages pages) {
        this.pages = pages;
    }

    @Override
    public void heard(String author, int colour, String text) {
        pages.chat(new FrameLines.Chat(author, colour, text, true));
    }

    @Override
    public void noticed(Tone tone, String text) {
        pages.toast(new FrameLines.Toast(tone.name().toLowerCase(Locale.ROOT), text));
    }
}
