export interface MovingPicture {
  readonly track: MediaStreamTrack;
  stop(): void;
}

const WIDTH = 640;
const HEIGHT = 360;
const FRAMES_A_SECOND = 24;
// So many new patches in each frame that an encoder takes all the bits it may have.
const PATCHES = 160;
const PATCH = 32;

/** A picture that nobody could compress to nothing, without a camera. */
export function movingPicture(): MovingPicture | undefined {
  const canvas = document.createElement('canvas');
  canvas.width = WIDTH;
  canvas.height = HEIGHT;
  const pen = canvas.getContext('2d');
  if (pen === null) return undefined;
  const draw = () => {
    for (let patch = 0; patch < PATCHES; patch += 1) {
      pen.fillStyle = `hsl(${Math.random() * 360} 60% ${30 + Math.random() * 40}%)`;
      pen.fillRect(Math.random() * WIDTH, Math.random() * HEIGHT, PATCH, PATCH);
    }
  };
  draw();
  const [track] = canvas.captureStream(FRAMES_A_SECOND).getVideoTracks();
  if (track === undefined) return undefined;
  // Not by animation frames: a tab that is not looked at gets none.
  const timer = setInterval(draw, 1000 / FRAMES_A_SECOND);
  return {
    track,
    stop: () => {
      clearInterval(timer);
      track.stop();
    },
  };
}
