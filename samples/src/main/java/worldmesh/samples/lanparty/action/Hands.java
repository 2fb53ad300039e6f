package worldmesh.samples.lanparty.action;

import org.jspecify.annotations.Nullable;
import worldmesh.samples.lanparty.island.Tile;
import worldmesh.samples.lanparty.model.Asset;

/** Everything a player can do. A null tile means the one the player looks at, a null name the nearest player. */
public interface Hands {
    /** Walks on in a direction until told otherwise; 0, 0 stands still. */
    void steer(int dx, int dy);

    /** Walks so many tiles in a direction. */
    void walk(int dx, int dy, int tiles);

    /** Walks to a point by the shortest way. */
    void goTo(float x, float y);

    /** Places a block of a colour. */
    void place(int colour, @Nullable Tile at);

    /** Takes away the block or sign on a tile. */
    void remove(@Nullable Tile at);

    /** Puts up a sign. */
    void sign(String text, @Nullable Tile at);

    /** Takes a stroke at a vein (gold) or a tree (wood), walking there first if a tile is named. */
    void work(Asset asset, @Nullable Tile at);

    /** Takes a stroke at whatever is nearest. */
    void act();

    /** Hits a player. */
    void punch(@Nullable String name);

    /** Rests at the fire. */
    void rest();

    /** Gives something to a player. */
    void give(String name, Asset asset, long amount);

    /** Makes an offer to everybody. */
    void offer(Asset give, long giveAmount, Asset want, long wantAmount);

    /** Accepts an offer, named by its id or its maker; null accepts the oldest of another player. */
    void accept(@Nullable String which);

    /** Takes an own offer back; null takes the oldest. */
    void cancel(@Nullable String which);

    /** Says something to everybody. */
    void say(String text);

    /** Tells everybody something as the host. */
    void announce(String text);

    /** Does something at the door of the party: invitations, kicks, bans, the lock. */
    void door(DoorWord word);

    /** Refuses everybody's deeds as the host, for that reason; an empty one allows them again. */
    void readOnly(String reason);

    /** Goes on without those who are out of reach, if this side has no majority. */
    void adopt();

    /** Lists who is here. */
    void who();

    /** Lists the commands. */
    void help();
}
