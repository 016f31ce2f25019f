/** How a person looks whom the screens show in place of a camera's test picture. */
export interface Looks {
  readonly wall: string;
  readonly shirt: string;
  readonly skin: string;
  readonly hair: string;
  readonly longHair: boolean;
}

/** Nobody in particular. */
export const PEOPLE: readonly Looks[] = [
  { wall: '#c9b79c', shirt: '#2f6f62', skin: '#d9a07a', hair: '#3a2a22', longHair: true },
  { wall: '#8fa3b5', shirt: '#b5563f', skin: '#8d5a3b', hair: '#17120f', longHair: false },
  { wall: '#a8b59a', shirt: '#3d4f80', skin: '#ebc2a0', hair: '#8a5a2b', longHair: false },
  { wall: '#b7a3b8', shirt: '#d0b04c', skin: '#c98f6b', hair: '#20181c', longHair: true },
];

/**
 * Runs in the page before its own scripts, and gives it a painted person for each camera it asks for. Playwright sends
 * it as text: nothing from outside may be used in here.
 */
export function installPaintedPerson(looks: Looks): void {
  // Not on a blank page, which has none.
  if (!isSecureContext) return;
  const { mediaDevices } = navigator;
  const ask = mediaDevices.getUserMedia.bind(mediaDevices);
  mediaDevices.getUserMedia = async (constraints) => {
    const stream = await ask(constraints);
    for (const real of stream.getVideoTracks()) {
      const [painted] = paint().captureStream(10).getVideoTracks();
      if (painted === undefined) continue;
      // The page names the camera by what its track says.
      const settings = real.getSettings();
      painted.getSettings = () => settings;
      stream.removeTrack(real);
      stream.addTrack(painted);
      real.stop();
    }
    return stream;
  };

  function paint(): HTMLCanvasElement {
    const canvas = document.createElement('canvas');
    canvas.width = 960;
    canvas.height = 540;
    const brush = canvas.getContext('2d');
    if (brush === null) return canvas;
    const oval = (colour: string, x: number, y: number, width: number, height: number) => {
      brush.fillStyle = colour;
      brush.beginPath();
      brush.ellipse(x, y, width, height, 0, 0, Math.PI * 2);
      brush.fill();
    };
    const room = () => {
      const light = brush.createLinearGradient(0, 0, 960, 540);
      light.addColorStop(0, '#ffffff66');
      light.addColorStop(0.5, '#ffffff00');
      light.addColorStop(1, '#00000059');
      brush.fillStyle = looks.wall;
      brush.fillRect(0, 0, 960, 540);
      brush.fillStyle = light;
      brush.fillRect(0, 0, 960, 540);
      // A window, a shelf with books.
      brush.fillStyle = '#ffffff55';
      brush.fillRect(70, 60, 90, 180);
      brush.fillRect(170, 60, 90, 180);
      brush.fillStyle = '#00000030';
      brush.fillRect(690, 250, 210, 10);
      for (const [index, height] of [70, 86, 62, 90, 76].entries()) {
        brush.fillStyle = ['#7a4b3a', '#3e5c58', '#b08d57', '#4a4f6a', '#8c6a72'][index] ?? '#555';
        brush.fillRect(712 + index * 30, 250 - height, 22, height);
      }
    };
    const person = (sway: number) => {
      const x = 480 + sway;
      if (looks.longHair) oval(looks.hair, x, 270, 122, 178);
      oval(looks.shirt, x, 560, 240, 170);
      brush.fillStyle = looks.skin;
      brush.fillRect(x - 36, 330, 72, 80);
      oval(looks.skin, x, 405, 52, 30);
      oval('#00000022', x, 350, 44, 22);
      oval(looks.skin, x, 245, 92, 116);
      brush.fillStyle = looks.hair;
      brush.beginPath();
      brush.ellipse(x, 215, 102, 104, 0, Math.PI * 1.02, Math.PI * 1.98);
      brush.quadraticCurveTo(x + 40, 150, x - 10, 178);
      brush.quadraticCurveTo(x - 70, 200, x - 101, 208);
      brush.fill();
      oval('#2a1f1a', x - 34, 250, 8, 9);
      oval('#2a1f1a', x + 34, 250, 8, 9);
      brush.strokeStyle = '#5a2f28';
      brush.lineWidth = 6;
      brush.lineCap = 'round';
      brush.beginPath();
      brush.arc(x, 282, 34, Math.PI * 0.2, Math.PI * 0.8);
      brush.stroke();
    };
    let frame = 0;
    const draw = () => {
      room();
      person(Math.sin(frame / 9) * 7);
      frame += 1;
    };
    draw();
    setInterval(draw, 100);
    return canvas;
  }
}
