/**
 * The door of the page. The picture in index.html stands at once; the simulation and the panels come behind it, so that the
 * first load stays small.
 */
/** `?embed` on the page's own address shows the embed: one file less to know about. */
if (new URLSearchParams(location.search).has('embed')) location.replace(`embed.html${location.hash}`);
else void import('./app/start');
