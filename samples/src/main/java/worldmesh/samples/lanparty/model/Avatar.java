package worldmesh.samples.lanparty.model;

import worldmesh.world.component.Component;
import worldmesh.world.component.Owned;

/** How a player wants to be shown. */
@Component("avatar")
@Owned
public record Avatar(String name, int colour) {}
