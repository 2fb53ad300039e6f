package worldmesh.samples.lanparty.model;

import worldmesh.world.component.Component;
import worldmesh.world.component.Length;
import worldmesh.world.component.Owned;
import worldmesh.world.component.Range;

/** How a player wants to be shown. */
@Component("avatar")
@Owned
public record Avatar(
        @Length(max = 96) String name,
        @Range(min = 0, max = 255) int colour) {}
