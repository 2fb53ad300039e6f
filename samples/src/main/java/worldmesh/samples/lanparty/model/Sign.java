package worldmesh.samples.lanparty.model;

import worldmesh.world.component.Component;
import worldmesh.world.component.Length;
import worldmesh.world.component.Range;

/** A sign that anybody may put up and take down. */
@Component("sign")
public record Sign(
        @Range(min = -1e6, max = 1e6) int x,
        @Range(min = -1e6, max = 1e6) int y,
        @Length(max = 192) String text) {}
