package worldmesh.samples.lanparty.model;

import worldmesh.world.component.Component;

/** A sign that anybody may put up and take down. */
@Component("sign")
public record Sign(int x, int y, String text) {}
