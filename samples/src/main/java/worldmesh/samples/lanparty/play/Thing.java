package worldmesh.samples.lanparty.play;

import worldmesh.samples.lanparty.island.Tile;
import worldmesh.samples.lanparty.model.Asset;
import worldmesh.world.entity.EntityId;

/**
 * Something that stands on a tile.
 *
 * @param colour of a block, 0 otherwise
 * @param text of a sign, empty otherwise
 */
record Thing(EntityId id, Kind kind, Tile tile, int colour, String text) {
    /** What is got out of it. */
    Asset asset() {
        return kind == Kind.TREE ? Asset.WOOD : Asset.GOLD;
    }

    /** What can stand on a tile. */
    enum Kind {
        BLOCK,
        SIGN,
        TREE,
        VEIN;

        /** One can neither walk nor build through it; signs are walked past. */
        boolean isSolid() {
            return this != SIGN;
        }

        /** Players put it up and take it away. */
        boolean isBuilt() {
            return this == BLOCK || this == SIGN;
        }
    }
}
